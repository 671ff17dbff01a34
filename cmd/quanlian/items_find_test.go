package main

import (
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
)

// TestThingsInEverydayWords: what is done as one is found by the words in which
// people ask for it, and not by every word that it shares with a question.
func TestThingsInEverydayWords(t *testing.T) {
	t.Parallel()
	b, err := openItems(catalogueConfig{City: "yunlan"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	f := b.finder(b.On(calendar.On(2026, 11, 20)))
	for q, want := range map[string][]string{
		"my company is going public":     {"go-public"},
		"we prepare for an IPO":          {"go-public"},
		"我们公司要上市了":                       {"go-public"},
		"我的商标被人抄了":                       {"mark-copied"},
		"someone copied my trade mark":   {"mark-copied"},
		"公司想用专利去银行贷款":                    {"borrow"},
		"I need a loan on my patent":     {"borrow"},
		"第一次申请专利，怎么办":                    {"first-patent"},
		"我们的产品要卖到国外":                     {"go-abroad"},
		"we want to publish our app":     {"software-launch"},
		"缴专利年费":                          nil,
		"变更专利权人姓名":                       nil,
		"pay the annual fee of a patent": nil,
		"商标续展":                           nil,
		"打印专利登记簿副本":                      nil,
	} {
		if got := f.thingsOf(q); !slices.Equal(got, want) {
			t.Errorf("%s: %v, wanted %v", q, got, want)
		}
	}
}
