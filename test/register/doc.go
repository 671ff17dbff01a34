// Package register tests the register of rights and the hall's lists on both
// engines (登记簿与大厅列表测试). It decides nothing and has no legal basis of
// its own.
package register
