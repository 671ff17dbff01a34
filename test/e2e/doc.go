// Package e2e drives the program in a real browser: the binary serves the demo
// city, Chromium logs in as its people and does what they would do. A picture
// of every step lies in test/e2e/shots. The walks share one city on each database,
// or use the demo that runs at QUANLIAN_TEST_CITY.
package e2e
