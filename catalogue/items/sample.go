package items

import (
	"fmt"

	"quanlian/base/ident"
)

// SampleFormats gives well-formed, invented values of each format, for
// [quanlian/kernel/form.Sampler].
func SampleFormats() map[string]func(n int) string {
	return map[string]func(n int) string{
		"uscc":         sampleUSCC,
		"id":           sampleID,
		"patent":       samplePatent,
		"trademark":    func(n int) string { return fmt.Sprintf("%d", 60000000+n) },
		"registration": samplePatent,
		// for the rule number_kind
		"registration.invention": samplePatent,
		"registration.utility":   func(n int) string { return sampleOf("2", n) },
		"registration.design":    func(n int) string { return sampleOf("3", n) },
		"patent.invention":       samplePatent,
		"patent.utility":         func(n int) string { return sampleOf("2", n) },
		"patent.design":          func(n int) string { return sampleOf("3", n) },
		"ipc":                    func(int) string { return "G01L1/22" },
		"phone":                  func(n int) string { return fmt.Sprintf("0990-8800%04d", n%10000) },
		"email":                  func(n int) string { return fmt.Sprintf("sample%d@example.com", n) },
		"postcode":               func(n int) string { return fmt.Sprintf("%06d", 990000+n%1000) },
		"sha256":                 func(n int) string { return fmt.Sprintf("%064x", n) },
		"url":                    func(n int) string { return fmt.Sprintf("https://example.com/%d", n) },
		"bankaccount":            func(n int) string { return fmt.Sprintf("622299000%07d", n) },
		"caseno":                 func(n int) string { return fmt.Sprintf("YL2026-ZL14-%05d", n) },
	}
}

// sampleUSCC looks for the check digit; the region is one that no place has.
func sampleUSCC(n int) string {
	body := fmt.Sprintf("91990001MA0Q%05d", n%100000)
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if _, err := ident.ParseUSCC(body + string(c)); err == nil {
			return body + string(c)
		}
	}
	return body
}

// sampleID is a number that nobody has: no district ends in 0000.
func sampleID(n int) string {
	body := fmt.Sprintf("11000019900101%03d", n%1000)
	for _, c := range "0123456789X" {
		if _, err := ident.ParseID(body + string(c)); err == nil {
			return body + string(c)
		}
	}
	return body
}

func samplePatent(n int) string { return sampleOf("1", n) }

// sampleOf is an invented number of the kind that its digit names. Source of the
// digits: ZC 0006-2003.
func sampleOf(digit string, n int) string {
	body := fmt.Sprintf("2023%s99%05d", digit, n%100000)
	for _, c := range "0123456789X" {
		if x, err := ident.Parse(ident.KindPatent, body+"."+string(c)); err == nil {
			return x.Normal
		}
	}
	return body
}
