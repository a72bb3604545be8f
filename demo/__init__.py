"""The demo city: fictional people in central Helsinki who answer, walk and meet. Only where KAIROS_DEMO=1."""
