package b

const limit = 90 // want number
