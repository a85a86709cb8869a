"""Units in a tree, people, their appointments and certificates: who may act for whom."""
