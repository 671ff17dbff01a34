package ident

const length = 18
