package e

import (
	"errors"

	decimal "example.com/pure"
)

// rate is the rate.
// Unit: share of the price. Source: an article, 2020-01-01.
const rate = 0.25

const bare = 25 // want number

// half knows its Unit: share, but not where it is from.
var half = decimal.RequireFromString("0.5") // want number

// weights all have one comment. Unit: points. Source: a table, 2023.
var weights = map[string]int{"a": 30, "b": 70}

var loose = []int{3, 4} // want number

type kind int

const (
	one kind = iota
	two
)

const name, none, unit = "thirty", 0, 1

var errBad = errors.New("takes 3 of 4")

var pick = func() int { return 7 }

var whole = decimal.NewFromInt(1)

const flag = 1 << 31
