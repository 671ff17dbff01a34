package b

const pageRows = 50
