package login

import (
	"slices"
	"strings"
	"unicode"
)

// usual are what people choose when they are asked for a password; digits and
// signs around them change little. Source: NIST SP 800-63B §5.1.1.2 asks for a
// comparison with values that are commonly used; these are our own selection.
var usual = []string{
	"password", "passw0rd", "p@ssword", "p@ssw0rd", "qwerty", "qwertyui", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx", "1q2w3e4r", "qazwsx", "qazwsxedc", "abc", "a", "aa", "aaa", "admin",
	"administrator", "root", "test", "guest", "user", "welcome", "letmein", "iloveyou", "woaini", "woaini1314", "zhongguo", "mima", "密码", "qq",
}

// guessed tells passwords that are tried first: one sign after the other, the same
// few again, a day as a number, a usual word with digits or signs around it.
func guessed(password string) bool {
	p := strings.ToLower(password)
	word := strings.TrimFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	day := len(p) == len("20060102") && strings.Trim(p, "0123456789") == ""
	return day || steps([]rune(p)) || again(p) || slices.Contains(usual, p) || slices.Contains(usual, word)
}

// again reports whether fewer than four signs come again and again.
func again(p string) bool {
	for n := 1; n < minPassword/2; n++ {
		if len(p)%n == 0 && strings.Repeat(p[:n], len(p)/n) == p {
			return true
		}
	}
	return false
}

// steps reports whether each sign follows the one before it, up or down, or is
// the same: 12345678, hgfedcba, 00000000.
func steps(p []rune) bool {
	for i := 2; i < len(p); i++ {
		if p[i]-p[i-1] != p[1]-p[0] {
			return false
		}
	}
	return p[1]-p[0] >= -1 && p[1]-p[0] <= 1
}
