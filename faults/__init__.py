"""Break the register on purpose while schools report, and see that nothing was lost."""
