package web

import "testing"

// TestColleagueWasQuicker: a form comes back to a case in which its move cannot be
// made any more; what was typed is still on the page, whether the program saw an old
// page or only a refused move.
func TestColleagueWasQuicker(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	const reason = "证件照片看不清，请重新拍摄"
	for _, x := range []struct {
		name   string
		hidden bool // the form says which version it saw
	}{{"林清言", true}, {"许可欣", false}} {
		r := c.open("u-reader", x.name)
		one, two := c.as("clerk"), c.as("clerk")
		at := "/case/" + r.No
		one.get(at, 200)
		version := one.hidden("_version")
		two.get(at, 200)
		two.post(at+"/move/issue", 303, "_key", two.hidden("_key"), "_version", two.hidden("_version"))
		if !x.hidden {
			version = ""
		}
		one.post(at+"/move/refuse", 409, "_key", one.hidden("_key"), "_version", version, "reason", reason)
		one.has(`data-testid="lost"`, reason, "这一步现在办不了了")
	}
}
