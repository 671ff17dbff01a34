package kernel

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
)

// Channel is a way on which a notice leaves the house.
type Channel string

// The channels.
const (
	ByMail Channel = "mail"
	BySMS  Channel = "sms"
)

// Channels lists them. Shape: (2).
func Channels() []Channel { return []Channel{ByMail, BySMS} }

// Topic is what a notice is about, as a person chooses.
type Topic string

// The topics. What sets a limit for its reader cannot be switched off.
const (
	TopicLimit    Topic = "limit"    // its reader has to act in time, or a limit of theirs begins or moves
	TopicCase     Topic = "case"     // a case of one's own has moved
	TopicTripwire Topic = "tripwire" // something was sent in one's party's name
	TopicMandate  Topic = "mandate"  // a mandate was given, taken back or ends
	TopicApproval Topic = "approval" // one's word is wanted inside one's party, or one's own was refused
)

// Topics lists them in the order in which they are shown. Shape: (5).
func Topics() []Topic {
	return []Topic{TopicLimit, TopicCase, TopicApproval, TopicTripwire, TopicMandate}
}

// Digested reports whether the delivery is a line of its reader's daily mail.
func (d Delivery) Digested() bool {
	return d.Contact.Digest && d.Channel == ByMail && d.Topic == TopicCase
}

// inTime are the notices that set a limit for their reader, by the end of their
// key, whatever the matter.
var inTime = []string{
	"correction", "gaps", "promise_doubted", "promise_opened", "promise_late", "promise_supplied", "opinion_asked", "opinion_late", "review_late", "bad_rating",
	"not_accepted_remedy", "refusal_served", "refusal_served_suit", "promise_undone_remedy", "outage", "outage_back", "outage_reopened",
	"report_due", "report_late", "record_due", "record_late", "release_asked", "invitation_consent", "no_time", "request_to_list",
}

// CodeText is the text of the code that proves an address.
const CodeText = "notify.code"

// TopicOf is the topic of a notice by its text.
func TopicOf(text string) Topic {
	switch {
	case slices.Contains(inTime, text[strings.LastIndexByte(text, '.')+1:]):
		return TopicLimit
	case strings.HasPrefix(text, "kernel.notice.tripwire"):
		return TopicTripwire
	case strings.HasPrefix(text, "kernel.notice.mandate"):
		return TopicMandate
	case strings.HasPrefix(text, "kernel.notice.approval"):
		return TopicApproval
	}
	return TopicCase
}

// Contact is where and how a person wants to be told. An address is used only
// once its owner has shown that it is theirs.
type Contact struct {
	User    UserID   `json:"user"`
	Mail    string   `json:"mail,omitempty"`
	MailOK  bool     `json:"mail_ok"`
	Phone   string   `json:"phone,omitempty"`
	PhoneOK bool     `json:"phone_ok"`
	Lang    string   `json:"lang"`
	Off     []string `json:"off,omitempty"` // topic/channel that is switched off
	Digest  bool     `json:"digest"`        // one mail a day instead of one each
}

// Wants reports whether the person is told of the topic on the channel.
func (c Contact) Wants(t Topic, ch Channel) bool {
	at := ch == ByMail && c.Mail != "" && c.MailOK || ch == BySMS && c.Phone != "" && c.PhoneOK
	return at && (t == TopicLimit || !slices.Contains(c.Off, string(t)+"/"+string(ch)))
}

// PutContact stores it. An address that changes is unproved again. Each address
// has a code of its own: who reads the mail has not shown the telephone.
type PutContact struct {
	Contact Contact     `json:"contact"`
	Mail    ContactCode `json:"-"`
	Phone   ContactCode `json:"-"`
	Until   time.Time   `json:"-"`
}

// ContactCode proves an address: what is sent to it, and the hash that is kept.
type ContactCode struct{ Plain, Hash string }

// ProveContact proves the address to which the code was sent.
type ProveContact struct {
	User UserID `json:"user"`
	Code string `json:"-"`
}

// Write names, as they stand in the journal.
func (PutContact) Write() string   { return "contact.put" }
func (ProveContact) Write() string { return "contact.prove" }

// OwnedBy reports whether it is the actor's own.
func (w PutContact) OwnedBy(a Actor) bool { return w.Contact.User == a.User }

// OwnedBy reports whether it is the actor's own.
func (w ProveContact) OwnedBy(a Actor) bool { return w.User == a.User }

// telephone is a number as it is dialled: a mobile one, or one with or without its
// area code and extension, or one of another country.
var telephone = regexp.MustCompile(`^((\+?86)?1\d{10}|(\+?86)?0\d{9,11}(转\d{1,6})?|0\d{10,17}|[2-9]\d{6,7}(转\d{1,6})?|[48]00\d{7}|\+[1-9]\d{6,14})$`)

// Reachable reports whether the text is a telephone number or a mail address. Blanks,
// dashes, brackets and full-width forms do not count.
func Reachable(text string) bool {
	t := Typed(text)
	return isMail(t) || telephone.MatchString(strings.NewReplacer("-", "", "(", "", ")", "").Replace(t))
}

func isMail(m string) bool {
	return strings.Count(m, "@") == 1 && !strings.HasPrefix(m, "@") && !strings.HasSuffix(m, "@") && !strings.ContainsAny(m, " \r\n\t<>,;\"")
}

// Guard looks at the shape of the addresses.
func (w PutContact) Guard(View, Actor, time.Time) error {
	var bad errs.List
	if m := w.Contact.Mail; m != "" && !isMail(m) {
		bad.Add(errs.At("mail", "kernel.contact.bad_mail", nil))
	}
	if p := w.Contact.Phone; p != "" && (len(p) != 11 || p[0] != '1' || strings.Trim(p, "0123456789") != "") {
		bad.Add(errs.At("phone", "kernel.contact.bad_phone", nil))
	}
	return bad.Err()
}

// Delivery is one notice to one person on one channel.
type Delivery struct {
	ID      string            `json:"id"`
	User    UserID            `json:"user"`
	Channel Channel           `json:"channel"`
	Topic   Topic             `json:"topic"`
	Text    string            `json:"text"`
	Args    map[string]string `json:"args,omitempty"`
	State   string            `json:"state"` // open, handing, sent, failed, unknown
	Tries   int               `json:"tries"`
	Made    time.Time         `json:"made"`
	Contact Contact           `json:"-"`
	Staff   bool              `json:"-"` // of an office, and of no party: cases are on the desk
}
