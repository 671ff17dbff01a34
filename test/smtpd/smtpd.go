package smtpd

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server takes mails. An address that begins with refused@ is refused for good,
// one with later@ the first time, and towards drop@ the connection breaks after
// the mail was taken and before that is said.
type Server struct {
	Addr string
	TLS  *tls.Config // that a client has to trust

	mu    sync.Mutex
	taken []string
	later int
	conf  *tls.Config
}

// New starts a server; implicit: encrypted from the first byte, else STARTTLS.
func New(t testing.TB, implicit bool) *Server {
	t.Helper()
	cert, roots := certificate(t)
	s := &Server{conf: &tls.Config{Certificates: []tls.Certificate{cert}}, TLS: &tls.Config{RootCAs: roots}}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if implicit {
		ln = tls.NewListener(ln, s.conf)
	}
	s.Addr = ln.Addr().String()
	t.Cleanup(func() { _ = ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go s.serve(c, implicit)
		}
	}()
	return s
}

// Taken are the mails that were taken, as they came.
func (s *Server) Taken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.taken...)
}

func (s *Server) serve(c net.Conn, safe bool) {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	r := bufio.NewReader(c)
	say := func(line string) { _, _ = c.Write([]byte(line + "\r\n")) }
	say("220 test")
	to := ""
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " -")[0]); {
		case verb == "EHLO":
			say("250-test")
			if !safe {
				say("250-STARTTLS")
			}
			say("250 8BITMIME")
		case verb == "STARTTLS":
			say("220 go")
			c = tls.Server(c, s.conf)
			r, safe = bufio.NewReader(c), true
		case !safe:
			say("530 encrypt first")
		case verb == "RCPT":
			to = line[strings.Index(line, "<")+1 : strings.Index(line, ">")]
			say(s.answer(to))
		case verb == "DATA":
			say("354 go")
			if !s.take(r) || strings.HasPrefix(to, "drop@") {
				return
			}
			say("250 taken")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *Server) answer(to string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case strings.HasPrefix(to, "refused@"):
		return "550 nobody here"
	case strings.HasPrefix(to, "later@") && s.later == 0:
		s.later++
		return "451 later"
	}
	return "250 ok"
}

func (s *Server) take(r *bufio.Reader) bool {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return false
		}
		if strings.TrimRight(line, "\r\n") == "." {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.taken = append(s.taken, b.String())
			return true
		}
		b.WriteString(line)
	}
}

func certificate(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.ParseIP("127.0.0.1")}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
