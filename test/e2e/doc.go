// Package e2e drives the program in a real browser: the binary serves the demo
// city, Chromium logs in as its people and does what they would do. A picture
// of every step lies in test/e2e/shots. With QUANLIAN_TEST_CITY, walks that share
// a city use the demo that runs at that address.
package e2e
