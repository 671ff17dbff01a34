package notify_test

import (
	"context"
	"crypto/tls"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/adapter/notify"
	"quanlian/catalogue/lang"
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
	texts := notify.Texts{Site: "云澜", SiteEn: "Yunlan", Base: "https://ip.example"}
	d := kernel.Delivery{ID: "1", Topic: kernel.TopicTripwire, Text: "kernel.notice.tripwire", Args: map[string]string{"no": "YL2026-JY-00001", "who": "陆鸣珂"}, Contact: kernel.Contact{Mail: "a@b.example", Lang: "zh"}}
	m := texts.Mail([]kernel.Delivery{d, d})
	if strings.Contains(m.Body+m.Subject, "陆鸣珂") || m.Subject != "云澜：有人以您单位名义送出了办件YL2026-JY-00001" || strings.Count(m.Body, "YL2026-JY-00001") != 2 || !strings.Contains(m.Body, "https://ip.example/track?no=YL2026-JY-00001\n") || !strings.Contains(m.Body, "https://ip.example/my") {
		t.Errorf("%+v", m)
	}
	d.Contact.Lang = "en"
	if s := texts.SMS(d); !strings.Contains(s, "[Yunlan] ") || !strings.Contains(s, "in your organisation's name") {
		t.Error(s)
	}
}

// TestSubjectsSayWhatItIs: a code is no case that moved, and several things of a
// daily mail are counted; who reads English reads the English name of the house.
func TestSubjectsSayWhatItIs(t *testing.T) {
	t.Parallel()
	texts := notify.Texts{Site: "云澜", SiteEn: "Yunlan", Base: "https://ip.example"}
	en := kernel.Contact{Mail: "a@b.example", Lang: "en"}
	code := texts.Mail([]kernel.Delivery{{ID: "1", Topic: kernel.TopicLimit, Text: kernel.CodeText, Args: map[string]string{"code": "123456"}, Contact: en}})
	if code.Subject != "Yunlan: your code" || !strings.Contains(code.Body, "123456") || !strings.Contains(code.Body, "https://ip.example/account/notify") || strings.Contains(code.Body, "/my") {
		t.Errorf("%+v", code)
	}
	moved := func(no string) kernel.Delivery {
		return kernel.Delivery{ID: no, Topic: kernel.TopicCase, Text: "kernel.itemflow.notice.accepted", Args: map[string]string{"no": no}, Contact: en}
	}
	if m := texts.Mail([]kernel.Delivery{moved("A"), moved("B"), moved("A")}); m.Subject != "Yunlan: 2 things have moved" || strings.Count(m.Body, "Case A has moved") != 1 {
		t.Errorf("%+v", m)
	}
}

// TestTrialShowsWhatLeft: what a trial lays into its folder can be read again.
func TestTrialShowsWhatLeft(t *testing.T) {
	t.Parallel()
	out := notify.Folder{Dir: t.TempDir()}
	mail, text := kernel.Delivery{ID: "n/u/mail", Channel: kernel.ByMail}, kernel.Delivery{ID: "n/u/sms", Channel: kernel.BySMS}
	if got := out.Left(mail) + out.Left(text); got != "" {
		t.Errorf("nothing left yet: %q", got)
	}
	ctx := context.Background()
	if err := errors.Join(out.Mail().Send(ctx, notify.Message{ID: mail.ID, To: "a@b.example", Subject: "云澜：验证码", Body: "您的验证码是123456\n第二行\n"}), out.Text().Send(ctx, text.ID, "13900000000", "【云澜】办件有新进展")); err != nil {
		t.Fatal(err)
	}
	if files, _ := filepath.Glob(filepath.Join(out.Dir, "n_u_*")); len(files) != 2 || filepath.Base(files[0]) != "n_u_mail.eml" || filepath.Base(files[1]) != "n_u_sms.sms.txt" {
		t.Errorf("the names are not to be read: %q", files)
	}
	for _, id := range []string{"n_u/mail", "../n/u/mail", strings.Repeat("长", 200) + "/mail"} { // none lies on another, or elsewhere
		if err := out.Mail().Send(ctx, notify.Message{ID: id, To: "a@b.example", Subject: "x", Body: id}); err != nil {
			t.Fatal(err)
		}
	}
	if files, _ := filepath.Glob(filepath.Join(out.Dir, "*")); len(files) != 5 {
		t.Errorf("%d files: %q", len(files), files)
	}
	if got := out.Left(mail); got != "云澜：验证码\n您的验证码是123456\n第二行" {
		t.Errorf("mail: %q", got)
	}
	if got := out.Left(text); got != "【云澜】办件有新进展" {
		t.Errorf("short message: %q", got)
	}
}

// TestWhatSetsALimitIsNeverSwitchedOff: whatever notice asks its reader to act by
// a day goes out at once, whatever was switched off or put into the daily mail.
func TestWhatSetsALimitIsNeverSwitchedOff(t *testing.T) {
	t.Parallel()
	texts, err := lang.Load(os.DirFS("../../catalogue/lang"))
	if err != nil {
		t.Fatal(err)
	}
	l := lang.New(lang.Zh, texts)
	asked := 0
	for _, code := range texts.Codes() {
		if t := l.T(code); !strings.Contains(code, ".notice.") || !strings.Contains(t, "请在{") && !strings.Contains(t, "请最迟{") {
			continue
		}
		asked++
		if kernel.TopicOf(code) != kernel.TopicLimit {
			t.Errorf("%s asks for something by a day and is %q", code, kernel.TopicOf(code))
		}
	}
	if asked < 8 {
		t.Errorf("%d notices that ask by a day", asked)
	}
	for code, want := range map[string]kernel.Topic{"kernel.itemflow.notice.correction": kernel.TopicLimit, "kernel.itemflow.notice.refusal_served": kernel.TopicLimit,
		"utilization.hall.notice.release_asked": kernel.TopicLimit, "kernel.itemflow.notice.accepted_by": kernel.TopicCase, "kernel.notice.tripwire_agent": kernel.TopicTripwire} {
		if got := kernel.TopicOf(code); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
}

// TestMailsOfStaff: who works in an office is led to the case on the desk.
func TestMailsOfStaff(t *testing.T) {
	t.Parallel()
	texts := notify.Texts{Site: "云澜", SiteEn: "Yunlan", Base: "https://ip.example"}
	d := kernel.Delivery{ID: "1", Topic: kernel.TopicCase, Text: "x", Args: map[string]string{"no": "YL2026-JY-00001"}, Staff: true, Contact: kernel.Contact{Mail: "a@b.example", Lang: "zh"}}
	m := texts.Mail([]kernel.Delivery{d})
	if !strings.Contains(m.Body, "https://ip.example/case/YL2026-JY-00001\n") || !strings.Contains(m.Body, "https://ip.example/inbox\n") || strings.Contains(m.Body, "/my") || strings.Contains(m.Body, "/track") {
		t.Error(m.Body)
	}
}
