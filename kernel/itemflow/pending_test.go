package itemflow_test

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// What is announced or in the post is not called served before its day.
func TestGrantedAndAnnounced(t *testing.T) {
	t.Parallel()
	for way, text := range map[calendar.Way]string{calendar.Announcement: "sent.announcement", calendar.Post: "sent.post", calendar.Electronic: "delivered"} {
		p, _ := filed(t, itemflow.Decide)
		p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
		p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
		p.code("kernel.itemflow.day", p.act(clerk, "deliver", itemflow.DeliverInput{Way: way, Day: today(p).AddDays(-1), Note: "市局网站公告栏"}))
		p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: way, Day: today(p), Note: "市局网站公告栏"}))
		s := p.state(itemflow.Delivered).Served
		if got := p.told(text, kernel.RoleOwner)["day"]; got != s.Day.String() {
			t.Errorf("%s: told %q, the day is %s", way, got, s.Day)
		}
	}
}
