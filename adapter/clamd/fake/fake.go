package fake

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync/atomic"

	"quanlian/base/errs"
)

// The EICAR test string in two parts, so that no scanner takes this program for it.
const (
	eicarHead = `X5O!P%@AP[4\PZX54(P^)7CC)7}$`
	eicarTail = `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`
)

// Found is what the fake calls the sign it knows.
const Found = "Eicar-Test-Signature"

// EICAR is a file that every scanner reports, and that does nothing.
func EICAR() []byte { return []byte(eicarHead + eicarTail) }

// Scanner is a scanner in the program itself.
type Scanner struct{ Silent atomic.Bool }

// Scan says what was found, "" for nothing.
func (s *Scanner) Scan(_ context.Context, content []byte) (string, error) {
	if s.Silent.Load() {
		return "", errs.New(errs.Unavailable, "adapter.clamd.silent", nil)
	}
	return look(content), nil
}

func look(content []byte) string {
	if bytes.Contains(content, EICAR()) {
		return Found
	}
	return ""
}

// Serve answers on the listener as a daemon does, until it is closed. limit is the
// largest stream it takes, in bytes.
func Serve(l net.Listener, limit int) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() { _, _ = io.WriteString(c, answer(c, limit)); _ = c.Close() }()
	}
}

func answer(c net.Conn, limit int) string {
	in := bufio.NewReader(c)
	cmd, err := in.ReadString(0)
	if err != nil || cmd != "zINSTREAM\x00" {
		return "UNKNOWN COMMAND\x00"
	}
	var content []byte
	for {
		var n uint32
		if err := binary.Read(in, binary.BigEndian, &n); err != nil {
			return "INSTREAM: broken ERROR\x00"
		}
		if n == 0 {
			break
		}
		part := make([]byte, n)
		if _, err := io.ReadFull(in, part); err != nil && !errors.Is(err, io.EOF) {
			return "INSTREAM: broken ERROR\x00"
		}
		if content = append(content, part...); len(content) > limit {
			return "INSTREAM size limit exceeded. ERROR\x00"
		}
	}
	if x := look(content); x != "" {
		return "stream: " + x + " FOUND\x00"
	}
	return "stream: OK\x00"
}
