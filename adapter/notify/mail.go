package notify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"quanlian/kernel"
)

// Outcomes of handing a message over, besides that it was taken or that it may
// be tried again.
var (
	// ErrRefused: the other side will never take it.
	ErrRefused = errors.New("refused for good")
	// ErrUnknown: it may have been taken; it must not be sent again.
	ErrUnknown = errors.New("not known whether it was taken")
)

// Message is one mail.
type Message struct {
	ID      string // of the delivery; the same id is the same mail
	To      string
	Subject string
	Body    string
	Off     string // address at which such mails are switched off
}

// Mailer hands mails over.
type Mailer interface {
	Send(ctx context.Context, m Message) error
}

// SMTP is a mail server. Its connection is encrypted: from the first byte
// (implicit), or by STARTTLS, without which nothing is sent.
type SMTP struct {
	Addr     string // host:port
	From     string
	User     string
	Password string
	Implicit bool        // TLS from the first byte, port 465
	TLS      *tls.Config // nil for the machine's own roots
}

// Unit: seconds. Source: our choice, well below the time of a claim.
const mailTime = 12 * time.Second

// Send hands one mail over.
func (s SMTP) Send(ctx context.Context, m Message) error {
	host, _, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return err
	}
	conf := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if s.TLS != nil {
		conf = s.TLS.Clone()
		conf.ServerName = host
	}
	dialer := net.Dialer{Timeout: mailTime}
	conn, err := dialer.DialContext(ctx, "tcp", s.Addr)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(mailTime)); err != nil {
		return err
	}
	if s.Implicit {
		conn = tls.Client(conn, conf)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return err
	}
	if !s.Implicit {
		if err := c.StartTLS(conf); err != nil {
			return err
		}
	}
	if s.User != "" {
		if err := c.Auth(smtp.PlainAuth("", s.User, s.Password, host)); err != nil {
			return err
		}
	}
	return s.put(c, m)
}

// put gives envelope and text. What goes wrong before the end of the text is
// known not to have been taken.
func (s SMTP) put(c *smtp.Client, m Message) error {
	if err := c.Mail(s.From); err != nil {
		return verdict(err)
	}
	if err := c.Rcpt(m.To); err != nil {
		return verdict(err)
	}
	w, err := c.Data()
	if err != nil {
		return verdict(err)
	}
	if _, err := w.Write(compose(s.From, m, time.Now())); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		var said *textproto.Error
		if errors.As(err, &said) {
			return verdict(err)
		}
		return fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	_ = c.Quit() // it was taken, whatever comes now
	return nil
}

// verdict tells a refusal for good (5xx) from one for now (RFC 5321 §4.2.1).
func verdict(err error) error {
	var said *textproto.Error
	if errors.As(err, &said) && said.Code >= 500 {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

// compose writes the mail (RFC 5322). Its Message-ID follows from the delivery.
func compose(from string, m Message, at time.Time) []byte {
	sum := sha256.Sum256([]byte(m.ID))
	host := from[strings.LastIndexByte(from, '@')+1:]
	var b bytes.Buffer
	for _, h := range [][2]string{{"From", from}, {"To", m.To}, {"Subject", mime.BEncoding.Encode("utf-8", m.Subject)}, {"Date", at.Format(time.RFC1123Z)},
		{"Message-ID", "<" + hex.EncodeToString(sum[:16]) + "@" + host + ">"}, {"MIME-Version", "1.0"}, {"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"}, {"Auto-Submitted", "auto-generated"}} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	if m.Off != "" {
		fmt.Fprintf(&b, "List-Unsubscribe: <%s>\r\n", m.Off)
	}
	b.WriteString("\r\n")
	q := quotedprintable.NewWriter(&b)
	_, _ = q.Write([]byte(strings.ReplaceAll(m.Body, "\n", "\r\n"))) // a buffer takes everything
	_ = q.Close()
	return b.Bytes()
}

// SMS sends short messages. The key makes the gateway send one once.
type SMS interface {
	Send(ctx context.Context, key, phone, text string) error
}

// Folder is the fake of both: it lays what would leave into a folder, a file
// each, for demo and trials.
type Folder struct{ Dir string }

// Mail is the folder as mail server, Text as gateway of short messages.
func (f Folder) Mail() Mailer { return folderMail(f) }

// Text is the folder as gateway.
func (f Folder) Text() SMS { return folderText(f) }

type (
	folderMail Folder
	folderText Folder
)

func (f folderMail) Send(_ context.Context, m Message) error {
	return lay(f.Dir, m.ID+".eml", compose("demo@localhost", m, time.Now()))
}

func (f folderText) Send(_ context.Context, key, phone, text string) error {
	return lay(f.Dir, key+".sms.txt", []byte(phone+"\n"+text+"\n"))
}

// Left is what was laid down for a delivery, as its reader sees it; "" for none.
func (f Folder) Left(d kernel.Delivery) string {
	if d.Channel == kernel.BySMS {
		raw, err := os.ReadFile(laid(f.Dir, d.ID+".sms.txt"))
		if err != nil {
			return ""
		}
		_, text, _ := strings.Cut(string(raw), "\n")
		return strings.TrimSpace(text)
	}
	raw, err := os.ReadFile(laid(f.Dir, d.ID+".eml"))
	if err != nil {
		return ""
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return ""
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return ""
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		return ""
	}
	return subject + "\n" + strings.TrimSpace(strings.ReplaceAll(string(body), "\r\n", "\n"))
}

// laid is where a delivery lies: its id says the notice, whom it goes to and how.
// No two ids share a name.
func laid(dir, name string) string {
	safe := strings.NewReplacer("%2F", "_", "_", "%5F", "%40", "@").Replace(url.PathEscape(name))
	if ext := filepath.Ext(name); len(safe) > longestName {
		sum := sha256.Sum256([]byte(name))
		safe = safe[:longestName-80] + "." + hex.EncodeToString(sum[:]) + ext
	}
	return filepath.Join(dir, safe)
}

// Unit: bytes. Source: our choice, below the 255 that file systems allow.
const longestName = 200

func lay(dir, name string, content []byte) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	return os.WriteFile(laid(dir, name), content, 0o600)
}
