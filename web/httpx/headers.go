package httpx

import (
	"net"
	"net/http"
	"strings"
)

// policy allows our own files only: no inline script, no inline style. Images
// may be data: URLs because the shapes of states are masks in the style sheet.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// secureHeaders sets what every answer carries; a page may replace one.
func secureHeaders(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		h.Set("Cache-Control", "no-cache, private")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// pathTold is a path without the secret in it.
func (e *Edge) pathTold(path string) string {
	for _, head := range e.Secrets {
		secret, ok := strings.CutPrefix(path, head)
		if ok && secret != "" {
			_, rest, more := strings.Cut(secret, "/")
			if more {
				rest = "/" + rest
			}
			return head + "*" + rest
		}
	}
	return path
}

// maskAddr hides the last part of an address, which is personal data: the log
// needs the network, not the person.
func maskAddr(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	ip := net.ParseIP(host)
	switch {
	case ip == nil:
		return ""
	case ip.To4() != nil:
		return host[:strings.LastIndexByte(host, '.')] + ".*"
	default:
		return ip.Mask(net.CIDRMask(48, 128)).String() + "*"
	}
}
