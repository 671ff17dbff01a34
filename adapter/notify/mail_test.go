package notify_test

import (
	"context"
	"crypto/tls"
	"errors"
	"strings"
	"testing"

	"quanlian/adapter/notify"
	"quanlian/kernel"
	"quanlian/test/smtpd"
)

func TestMailIsHandedOver(t *testing.T) {
	t.Parallel()
	for _, implicit := range []bool{true, false} {
		s := smtpd.New(t, implicit)
		m := notify.SMTP{Addr: s.Addr, From: "platform@yunlan.example", Implicit: implicit, TLS: s.TLS}
		send := func(to string) error {
			return m.Send(context.Background(), notify.Message{ID: "n1/u1/mail", To: to, Subject: "云澜市：您有新消息", Body: "办件有新进展\n第二行", Off: "https://x.example/off"})
		}
		if err := send("a@b.example"); err != nil {
			t.Fatal(err)
		}
		if err := send("refused@b.example"); !errors.Is(err, notify.ErrRefused) {
			t.Errorf("refused for good: %v", err)
		}
		if err := send("later@b.example"); err == nil || errors.Is(err, notify.ErrRefused) || errors.Is(err, notify.ErrUnknown) {
			t.Errorf("refused for now: %v", err)
		}
		if err := send("drop@b.example"); !errors.Is(err, notify.ErrUnknown) {
			t.Errorf("broken off after the text: %v", err)
		}
		taken := s.Taken()
		if len(taken) != 2 || !strings.Contains(taken[0], "List-Unsubscribe: <https://x.example/off>") || !strings.Contains(taken[0], "Message-ID: <") {
			t.Fatalf("%d taken: %q", len(taken), taken)
		}
		if id := func(m string) string { return m[strings.Index(m, "Message-ID"):][:60] }; id(taken[0]) != id(taken[1]) {
			t.Error("the same delivery has two ids")
		}
		m.TLS = &tls.Config{}
		if err := send("a@b.example"); err == nil {
			t.Error("sent to a server that nobody vouches for")
		}
	}
}

// TestMailsSayLittle: no name, no title, nothing of the file.
func TestMailsSayLittle(t *testing.T) {
	t.Parallel()
	texts := notify.Texts{Site: "云澜", Base: "https://ip.example"}
	d := kernel.Delivery{ID: "1", Topic: kernel.TopicTripwire, Text: "kernel.notice.tripwire", Args: map[string]string{"no": "YL2026-JY-00001", "who": "陆鸣珂"}, Contact: kernel.Contact{Mail: "a@b.example", Lang: "zh"}}
	m := texts.Mail([]kernel.Delivery{d, d})
	if strings.Contains(m.Body+m.Subject, "陆鸣珂") || strings.Count(m.Body, "YL2026-JY-00001") != 2 || !strings.Contains(m.Body, "https://ip.example/track?no=YL2026-JY-00001\n") || !strings.Contains(m.Body, "https://ip.example/my") {
		t.Errorf("%+v", m)
	}
	d.Contact.Lang = "en"
	if s := texts.SMS(d); !strings.Contains(s, "in your organisation's name") {
		t.Error(s)
	}
}
