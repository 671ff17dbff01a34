package calendar

const days = 15 // want number
