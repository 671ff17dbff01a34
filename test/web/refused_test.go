package web

import "testing"

// TestRefusedGoOn: the page of who may not come in leads to where one's own work
// is, and who has several ways of acting to those.
func TestRefusedGoOn(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	reader := c.as("reader")
	reader.get("/admin", 403)
	reader.has("没有权限", `href="/my"`)
	clerk := c.as("clerk")
	clerk.get("/admin", 403)
	clerk.has(`href="/inbox"`)
}
