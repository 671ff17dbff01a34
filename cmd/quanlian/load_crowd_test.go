package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quanlian/catalogue/items"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// crowd are the users: officers and applicants in turn, logged in, on a server
// with its workers.
type crowd struct {
	y      *loadCity
	base   string
	http   *http.Client
	users  []*loadUser
	closed atomic.Int64
}

// loadUser is one browser. Its acts are its own: no two at once but under
// overload, which the lock then shows as waiting.
type loadUser struct {
	mu      sync.Mutex
	id      kernel.UserID
	staff   bool
	head    bool
	cookies []*http.Cookie
	todo    []kernel.Case // open, the user's own
	at      *kernel.Case  // whose page is open
	form    url.Values    // of the page that is open
	action  string
}

func newCrowd(b *testing.B, y *loadCity) *crowd {
	b.Helper()
	srv := httptest.NewServer(y.h.handler())
	ctx, stop := context.WithCancel(context.Background())
	var worker sync.WaitGroup
	worker.Go(func() { y.h.worker.run(ctx) })
	b.Cleanup(func() { srv.Close(); stop(); worker.Wait() })
	c := newBrowsers(b, srv.URL)
	c.y = y
	var staff, others []*loadUser
	for _, u := range y.h.items.Now().City.Units {
		for i := range clerksOfUnit {
			staff = append(staff, &loadUser{id: clerkOf(u.ID, i), staff: true})
		}
		staff = append(staff, &loadUser{id: headOf(u.ID), staff: true, head: true})
	}
	for _, kind := range items.Whos() {
		for i := range partiesEach {
			others = append(others, &loadUser{id: personOf(partyOf(kind, i).ID)})
		}
	}
	for i := range max(len(staff), len(others)) {
		// Officers and parties of all units and kinds come early in the row.
		for _, list := range [][]*loadUser{staff, others} {
			if i < len(list) {
				c.users = append(c.users, list[i*7%len(list)])
			}
		}
	}
	for i, u := range c.users {
		u.cookies = c.logIn(b, u.id, i)
		u.todo = c.own(b, u)
	}
	return c
}

// newBrowsers are browsers without users yet: they keep their connections, take
// compressed pages, and follow nothing of their own accord.
func newBrowsers(b *testing.B, base string) *crowd {
	t := &http.Transport{MaxIdleConnsPerHost: 2000, MaxIdleConns: 2000, DisableCompression: true}
	b.Cleanup(t.CloseIdleConnections)
	return &crowd{y: &loadCity{b: b}, base: base, http: &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// logIn logs a user in from an address of its own, as people do.
func (c *crowd) logIn(b *testing.B, id kernel.UserID, n int) []*http.Cookie {
	b.Helper()
	d := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, byte(1+n/250), byte(1+n%250))}}
	t := &http.Transport{DialContext: d.DialContext}
	defer t.CloseIdleConnections()
	browser := &http.Client{Transport: t, CheckRedirect: c.http.CheckRedirect}
	res, err := browser.Get(c.base + "/login")
	c.y.ok(err)
	page, err := io.ReadAll(res.Body)
	c.y.ok(errors.Join(err, res.Body.Close()))
	form := url.Values{"login": {string(id)}, "password": {demo.Password}, "_csrf": {tokenOf.FindStringSubmatch(string(page))[1]}}
	req, err := http.NewRequest(http.MethodPost, c.base+"/login", strings.NewReader(form.Encode()))
	c.y.ok(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	cookies := res.Cookies()
	for _, k := range cookies {
		req.AddCookie(k)
	}
	res, err = browser.Do(req)
	c.y.ok(err)
	c.y.ok(res.Body.Close())
	if res.StatusCode != http.StatusSeeOther {
		b.Fatalf("%s cannot log in: %d", id, res.StatusCode)
	}
	return append(slices.DeleteFunc(cookies, func(k *http.Cookie) bool { return k.Name == "q_session" }), res.Cookies()...)
}

// own lists the cases that a user will open: an officer's own open ones, an
// applicant's any.
func (c *crowd) own(b *testing.B, u *loadUser) []kernel.Case {
	b.Helper()
	q := kernel.CaseQuery{Limit: 60, Sort: "updated"}
	if u.staff && !u.head {
		q.Open, q.Assignee, q.Turn = true, u.id, []kernel.Role{kernel.RoleClerk}
	}
	list, _, err := c.y.h.store.Cases(context.Background(), c.y.as(u.id), kernel.ViewDetail, q)
	c.y.ok(err)
	return list
}

// act is what a user does the nth time.
func (c *crowd) act(ctx context.Context, user, n int) (string, error) {
	u := c.users[user]
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case !u.staff:
		if n%2 == 0 {
			return "my", c.get(ctx, u, "/my", nil)
		}
		return "case", c.open(ctx, u)
	case u.head:
		return []string{"board", "inbox", "case", "search"}[n%4], c.headDoes(ctx, u, n%4)
	}
	switch n % 4 {
	case 0:
		return "inbox", c.get(ctx, u, "/inbox", nil)
	case 1:
		return "case", c.open(ctx, u)
	case 2:
		return c.send(ctx, u)
	}
	return "search", c.search(ctx, u, n)
}

func (c *crowd) headDoes(ctx context.Context, u *loadUser, what int) error {
	switch what {
	case 0:
		return c.get(ctx, u, "/board", nil)
	case 1:
		return c.get(ctx, u, "/inbox", nil)
	case 2:
		return c.open(ctx, u)
	}
	return c.search(ctx, u, what)
}

func (c *crowd) search(ctx context.Context, u *loadUser, n int) error {
	words := []string{"专利", "000", "商标", "登记"}
	return c.get(ctx, u, "/inbox?view=all&q="+url.QueryEscape(words[n%len(words)]), nil)
}

// open opens the page of the next case, and keeps the form that the user will
// send.
func (c *crowd) open(ctx context.Context, u *loadUser) error {
	u.at, u.form = nil, nil
	if len(u.todo) == 0 && u.staff {
		return c.get(ctx, u, "/inbox", nil)
	}
	if len(u.todo) == 0 {
		return c.get(ctx, u, "/my", nil)
	}
	k := u.todo[0]
	u.todo = u.todo[1:]
	if !u.staff || u.head {
		u.todo = append(u.todo, k)
	}
	var page string
	if err := c.get(ctx, u, "/case/"+k.No, &page); err != nil || !u.staff || u.head {
		return err
	}
	move, fields := c.next(k)
	if move == "" {
		return nil
	}
	u.at, u.action = &k, "/case/"+k.No+"/move/"+move
	i := strings.Index(page, `action="`+u.action+`"`)
	if i < 0 {
		return fmt.Errorf("%s in %s offers no %s", k.No, k.State, move)
	}
	for _, m := range hidden.FindAllStringSubmatch(page[i:i+strings.Index(page[i:], "</form>")], -1) {
		fields.Set(m[1], m[2])
	}
	u.form = fields
	return nil
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// next is the move that brings a case on, as its officer fills the form in.
func (c *crowd) next(k kernel.Case) (string, url.Values) {
	it, _ := c.y.cat.Item(k.Item)
	today := loadDay.String()
	switch {
	case k.State == itemflow.Decided:
		return "deliver", url.Values{"way": {"hand"}, "day": {today}, "receiver": {"本人"}}
	case k.State == itemflow.Accepted && it.Flow == itemflow.Forward:
		return "forward", url.Values{"no": {"X-2"}, "day": {today}}
	case k.State == itemflow.Accepted && it.Flow == itemflow.Decide:
		return "decide", url.Values{"outcome": {"grant"}, "reason": {"理由充分"}}
	case k.State == itemflow.Accepted:
		return "examine", url.Values{"opinion": {"pass"}}
	case k.State != itemflow.Submitted:
		return "", nil
	case it.Flow == itemflow.Instant:
		return "finish", url.Values{"text": {"已办"}}
	case it.Flow == itemflow.Consult:
		return "answer", url.Values{"text": {"请按指南办理"}}
	case it.Flow == itemflow.Book:
		return "confirm", url.Values{"day": {today}, "time": {"09:30"}, "place": {"一楼"}}
	}
	out := url.Values{}
	for _, k := range it.Checklist {
		out.Add("checks", k.ID)
	}
	return "accept", out
}

// send sends the form of the page that is open; without one, the page of the
// next case is opened instead.
func (c *crowd) send(ctx context.Context, u *loadUser) (string, error) {
	if u.form == nil {
		return "case", c.open(ctx, u)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+u.action, strings.NewReader(u.form.Encode()))
	if err != nil {
		return "act", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	u.form = nil
	res, err := c.do(u, req)
	if err != nil {
		return "act", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		page, _ := text(res)
		fault := regexp.MustCompile(`(?s)role="alert".{0,600}`).FindString(page)
		return "act", fmt.Errorf("%s: status %d %s", u.action, res.StatusCode, fault)
	}
	if slices.ContainsFunc([]string{"/deliver", "/finish", "/answer"}, func(end string) bool { return strings.HasSuffix(u.action, end) }) {
		c.closed.Add(1)
	}
	to := res.Header.Get("Location")
	time.AfterFunc(0, func() { // the browser follows; its page is read like any other
		after, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = c.get(after, u, to, nil)
	})
	return "act", nil
}

// get reads a page to its end, as bytes over the wire; into when it is to be
// looked at.
func (c *crowd) get(ctx context.Context, u *loadUser, path string, into *string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	res, err := c.do(u, req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s for %s: status %d", path, u.id, res.StatusCode)
	}
	if into == nil {
		_, err = io.Copy(io.Discard, res.Body)
		return err
	}
	*into, err = text(res)
	return err
}

func (c *crowd) do(u *loadUser, req *http.Request) (*http.Response, error) {
	req.Header.Set("Accept-Encoding", "gzip")
	for _, k := range u.cookies {
		req.AddCookie(k)
	}
	return c.http.Do(req)
}

func text(res *http.Response) (string, error) {
	if res.Header.Get("Content-Encoding") != "gzip" {
		b, err := io.ReadAll(res.Body)
		return string(b), err
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(z)
	return string(b), err
}

// first is the first user of a kind who has cases: an officer, a head, or the
// agency with thousands.
func (c *crowd) first(fits func(*loadUser) bool) *loadUser {
	for _, u := range c.users {
		if fits(u) && len(u.todo) > 0 {
			return u
		}
	}
	return nil
}
