"""What mathematics predicts: derivations, closed forms and exact kernels."""
