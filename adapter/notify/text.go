package notify

import (
	"net/url"
	"slices"
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

// Texts is what mails and short messages need of the city.
type Texts struct {
	Site   string // name of the platform
	SiteEn string // the same in English
	Base   string // address of the pages, as https://ip.example.gov.cn
}

// site is the name of the platform for a reader.
func (t Texts) site(l *lang.Localizer) string {
	if l.Zh() || t.SiteEn == "" {
		return t.Site
	}
	return t.SiteEn
}

// Mail says what one or several deliveries to one person say: the number of the
// case and where to look, nothing else.
func (t Texts) Mail(list []kernel.Delivery) Message {
	d := list[0]
	l := lang.For(lang.Lang(d.Contact.Lang))
	m := Message{ID: d.ID, To: d.Contact.Mail, Off: t.Base + "/account/notify"}
	if d.Text == kernel.CodeText {
		m.Subject = l.T("notify.subject", "site", t.site(l), "what", l.T("notify.code_subject"))
		m.Body = sentence(l, d) + "\n\n" + l.T("notify.code_where", "url", m.Off) + "\n"
		return m
	}
	var lines []string
	for _, x := range list {
		if line := sentence(l, x); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	what := lines[0]
	if len(lines) > 1 {
		what = l.T("notify.several", "n", len(lines))
	}
	m.Subject = l.T("notify.subject", "site", t.site(l), "what", what)
	m.Body = strings.Join(lines, "\n") + "\n\n" + t.tracking(l, list) + l.T("notify.look", "url", t.Base+corner(d)) + "\n" + l.T("notify.off", "url", m.Off) + "\n"
	return m
}

// corner is where the reader's cases stand after the log-in.
func corner(d kernel.Delivery) string {
	if d.Staff {
		return "/inbox"
	}
	return "/my"
}

// tracking are the addresses at which the cases of a mail are followed. The code
// that opens one without a log-in stands on the paper, never in a mail.
func (t Texts) tracking(l *lang.Localizer, list []kernel.Delivery) string {
	if t.Base == "" {
		return ""
	}
	var out string
	seen := map[string]bool{}
	for _, d := range list {
		if no := d.Args["no"]; no != "" && !seen[no] {
			seen[no] = true
			at := "/track?no=" + url.QueryEscape(no)
			if d.Staff {
				at = "/case/" + url.PathEscape(no)
			}
			out += l.T("notify.track", "url", t.Base+at) + "\n"
		}
	}
	return out
}

// SMS says what one delivery says.
func (t Texts) SMS(d kernel.Delivery) string {
	l := lang.For(lang.Lang(d.Contact.Lang))
	return l.T("notify.sms", "site", t.site(l), "text", sentence(l, d))
}

func sentence(l *lang.Localizer, d kernel.Delivery) string {
	key := "notify.topic." + string(d.Topic)
	if d.Text == kernel.CodeText {
		return l.T(d.Text, "code", d.Args["code"])
	}
	return l.T(key, "no", d.Args["no"])
}
