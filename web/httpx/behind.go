package httpx

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Behind gives requests that came through a trusted proxy the address of the
// client that the proxy names (X-Forwarded-For): limits, the access log and the
// list of log-ins read RemoteAddr and nothing else. A header from anybody else
// is not looked at, so that nobody picks the address he is counted by.
func Behind(trusted []netip.Prefix, next http.Handler) http.Handler {
	if len(trusted) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ip, ok := client(trusted, r); ok {
			r = r.WithContext(r.Context())
			r.RemoteAddr = net.JoinHostPort(ip.String(), "0")
		}
		next.ServeHTTP(w, r)
	})
}

// client is the last address of the chain that no trusted proxy has; the chain
// is read from its end, since only what trusted proxies added can be believed.
// ok is false when the peer is not trusted or names nobody.
func client(trusted []netip.Prefix, r *http.Request) (netip.Addr, bool) {
	peer, ok := addressOf(r.RemoteAddr)
	if !ok || !among(trusted, peer) {
		return netip.Addr{}, false
	}
	chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	var last netip.Addr
	for _, part := range slices.Backward(chain) {
		ip, ok := addressOf(strings.TrimSpace(part))
		if !ok {
			break // what stands before it may be anybody's word
		}
		last = ip
		if !among(trusted, ip) {
			break
		}
	}
	return last, last.IsValid()
}

// addressOf reads an address, with or without a port.
func addressOf(text string) (netip.Addr, bool) {
	if p, err := netip.ParseAddrPort(text); err == nil {
		return p.Addr().Unmap().WithZone(""), true
	}
	ip, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return ip.Unmap().WithZone(""), err == nil
}

func among(list []netip.Prefix, ip netip.Addr) bool {
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(ip) })
}
