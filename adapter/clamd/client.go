package clamd

import (
	"bufio"
	"context"
	"encoding/binary"
	"net"
	"strings"
	"time"

	"quanlian/base/errs"
)

// Client speaks with one daemon.
type Client struct {
	Addr string // host:port
	// Wait bounds one file. Unit: duration. 0 is the default.
	Wait time.Duration
}

// Unit: duration; bytes. Source: our choice: who uploads waits no longer than for
// the upload itself; a piece is as large as a network buffer.
const (
	usualWait = 10 * time.Second
	piece     = 64 << 10
)

// Scan says what was found in the content, "" for nothing. Without an answer the
// error is of kind unavailable: the file has to wait.
func (c Client) Scan(ctx context.Context, content []byte) (found string, err error) {
	wait := c.Wait
	if wait == 0 {
		wait = usualWait
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	line, err := c.ask(ctx, content)
	if err != nil {
		return "", errs.Wrap(errs.Unavailable, "adapter.clamd.silent", err)
	}
	switch {
	case strings.HasSuffix(line, " OK"):
		return "", nil
	case strings.HasSuffix(line, " FOUND"):
		return strings.TrimSuffix(strings.TrimPrefix(line, "stream: "), " FOUND"), nil
	}
	return "", errs.New(errs.Unavailable, "adapter.clamd.answer", errs.Args{"line": line})
}

func (c Client) ask(ctx context.Context, content []byte) (string, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", c.Addr)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	if at, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(at); err != nil {
			return "", err
		}
	}
	out := bufio.NewWriterSize(conn, piece)
	if _, err := out.WriteString("zINSTREAM\x00"); err != nil {
		return "", err
	}
	size := make([]byte, 4)
	for len(content) > 0 {
		n := min(len(content), piece)
		binary.BigEndian.PutUint32(size, uint32(n))
		if _, err := out.Write(size); err != nil {
			return "", err
		}
		if _, err := out.Write(content[:n]); err != nil {
			return "", err
		}
		content = content[n:]
	}
	if _, err := out.Write([]byte{0, 0, 0, 0}); err != nil {
		return "", err
	}
	if err := out.Flush(); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(conn).ReadString(0)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(line, "\x00\n"), nil
}
