package long

// want size
