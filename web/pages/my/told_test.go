package my

import (
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/site"
)

// A notice leads to what it tells of; to what no longer waits it leads nowhere.
func TestNoticesLeadToWhatTheyTell(t *testing.T) {
	t.Parallel()
	env := &site.Env{CaseURL: func(c kernel.Case) string { return "/case/" + c.No }}
	none := view{v: &site.Visit{Env: env}}
	some := view{v: none.v, approvals: []desk.Pending{{}}, refused: []desk.Pending{{}}}
	agent := view{v: &site.Visit{Env: env, Actor: kernel.Actor{Party: "p", Mandate: "m"}}, notices: []kernel.Notice{{Text: "kernel.notice.tripwire"}}}
	if list := agent.inName(); len(list) != 0 {
		t.Errorf("under a mandate stands what one's own organisation sent: %v", list)
	}
	for _, c := range []struct {
		of   kernel.Notice
		x    view
		want string
	}{
		{kernel.Notice{Text: "kernel.notice.approval_wanted"}, some, "/my#approvals"},
		{kernel.Notice{Text: "kernel.notice.approval_wanted"}, none, ""},
		{kernel.Notice{Text: "kernel.notice.approval_refused"}, some, "/my#refused"},
		{kernel.Notice{Text: "kernel.notice.approval_refused"}, none, ""},
		{kernel.Notice{Text: "kernel.notice.draft_handed"}, none, "/my?look=drafts"},
		{kernel.Notice{Text: "kernel.notice.mandate_given"}, none, "/account/mandates"},
		{kernel.Notice{Text: "kernel.notice.mandate_given"}, agent, "/account"}, // the mandates are kept in one's own organisation
		{kernel.Notice{Text: "kernel.notice.mandate_soon", Args: map[string]string{"mandate": "m9"}}, none, "/account/mandates/m9"},
		{kernel.Notice{Text: "kernel.notice.mandate_last", Args: map[string]string{"mandate": "m9"}}, agent, "/account"},
		{kernel.Notice{Text: "kernel.notice.correction", Case: "c", No: "N-1"}, none, "/case/N-1"},
	} {
		if got := c.x.told(c.of); got != c.want {
			t.Errorf("%s leads to %q, not %q", c.of.Text, got, c.want)
		}
	}
}
