package login

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/crypto/argon2"

	"quanlian/base/errs"
)

// Parameters of argon2id. Unit: KiB, passes, lanes, bytes. Source: OWASP Password
// Storage Cheat Sheet, argon2id with 19 MiB, two passes, one lane; RFC 9106 §4
// for salt and key length.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltBytes = 16
	keyBytes  = 32
)

// Least length of a password. Unit: characters. Source: NIST SP 800-63B §5.1.1.
const minPassword = 8

// Secret makes a secret for a link and the hash under which it is kept.
func Secret() (secret, hash string, err error) {
	secret, err = randomText()
	return secret, SecretHash(secret), err
}

// SecretHash is the hash under which a link's secret is kept.
func SecretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// randomText is a text that nobody guesses.
func randomText() (string, error) {
	b := make([]byte, keyBytes)
	if _, err := rand.Read(b); err != nil {
		return "", errs.Wrap(errs.Internal, "web.login.no_random", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// masked leaves of an address the part that tells networks apart, not people:
// two of four numbers, or three of eight groups.
func masked(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	bits := 16
	if a = a.Unmap(); a.Is6() {
		bits = 48
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.Masked().String()
}

// Unit: characters. Source: our choice; longer than any browser's own.
const mostAgent = 200

func short(agent string) string {
	r := []rune(strings.ToValidUTF8(agent, ""))
	return string(r[:min(len(r), mostAgent)])
}

// Hash makes the encoded argon2id hash of a password.
func Hash(password string) (string, error) {
	if len([]rune(password)) < minPassword {
		return "", errs.At("password", "web.login.password_short", errs.Args{"least": minPassword})
	}
	if guessed(password) {
		return "", errs.At("password", "web.login.password_guessed", nil)
	}
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", errs.Wrap(errs.Internal, "web.login.no_random", err)
	}
	key := argon2.IDKey([]byte(password), salt, passes, memoryKiB, lanes, keyBytes)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// matches compares a password with an encoded hash in constant time.
func matches(password, encoded string) bool {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var version int
	var m, t uint32
	var p uint8
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || t == 0 || p == 0 {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(key) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, t, m, p, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1
}
