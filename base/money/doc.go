// Package money counts yuan in whole fen (分) and never in floats.
//
// Amounts are [Fen]; rates, indices and prices per unit are decimals of
// shopspring/decimal. A product of the two is rounded half up to whole fen in
// one place, [MulRate], so that a rounding rule is never chosen twice.
// It knows no tax and no contract.
package money
