package clamd

import (
	"bytes"
	"context"
	"net"
	"testing"
	"time"

	"quanlian/adapter/clamd/fake"
	"quanlian/base/errs"
)

// scanner is the port that client and fake both fulfil.
type scanner interface {
	Scan(ctx context.Context, content []byte) (string, error)
}

func listening(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go fake.Serve(l, 1<<20)
	return l.Addr().String()
}

// TestContract holds the client against a listening daemon and the fake in the
// program to the same answers.
func TestContract(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]scanner{"daemon": Client{Addr: listening(t)}, "fake": &fake.Scanner{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			large := append(bytes.Repeat([]byte("x"), 3*piece+7), fake.EICAR()...)
			for _, c := range []struct {
				content []byte
				want    string
			}{{[]byte("%PDF-1.4"), ""}, {nil, ""}, {fake.EICAR(), fake.Found}, {large, fake.Found}} {
				if got, err := s.Scan(context.Background(), c.content); err != nil || got != c.want {
					t.Errorf("%d bytes: %q %v, want %q", len(c.content), got, err, c.want)
				}
			}
		})
	}
}

// TestSilence: no daemon, one that says nothing, one that refuses the size: no
// answer is ever taken for a clean file.
func TestSilence(t *testing.T) {
	t.Parallel()
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mute.Close() })
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = gone.Close()
	quiet := &fake.Scanner{}
	quiet.Silent.Store(true)
	for name, c := range map[string]struct {
		s       scanner
		content []byte
	}{
		"mute": {Client{Addr: mute.Addr().String(), Wait: 100 * time.Millisecond}, []byte("x")}, "gone": {Client{Addr: gone.Addr().String()}, []byte("x")},
		"too large": {Client{Addr: listening(t)}, make([]byte, 2<<20)}, "quiet": {quiet, []byte("x")},
	} {
		if found, err := c.s.Scan(context.Background(), c.content); errs.KindOf(err) != errs.Unavailable || found != "" {
			t.Errorf("%s: %q %v", name, found, err)
		}
	}
}
