package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"sync"
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/test/load"
)

// Unit: users. Source: the task: pages at fifty users at once.
const pageUsers = 50

// BenchmarkPages: fifty log-ins on the demo city ask for one page as fast as
// they are answered; beside it the same bytes out of memory by net/http, so that
// the ratio is what our work costs. docs/measured/pages.md
func BenchmarkPages(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			h, _, _ := benchCity(b, engine)
			srv := httptest.NewServer(h.handler())
			b.Cleanup(srv.Close)
			buyer, err := h.store.Hats(b.Context(), "u-shen", h.now())
			if err != nil {
				b.Fatal(err)
			}
			deals, _, err := h.store.Cases(b.Context(), buyer[0], kernel.ViewDetail, kernel.CaseQuery{Flow: hall.Deal, Part: true, Limit: 1})
			if err != nil || len(deals) == 0 {
				b.Fatal(err, "the buyer has no deal")
			}
			firstPage(b, srv.URL)
			for _, x := range []struct{ name, login, path string }{
				{"home", "buyer", "/"}, {"hall search", "buyer", "/hall?q=" + url.QueryEscape("传感")}, {"deal", "buyer", "/hall/deal/" + deals[0].No}, {"item", "buyer", "/item/ZL14"}, {"inbox", "desk", "/inbox"},
			} {
				b.Run(x.name, func(b *testing.B) { pageAtOnce(b, srv.URL, x.login, x.path) })
			}
		})
	}
}

// sessions logs a person of the demo in many times, from many addresses.
func sessions(b *testing.B, base, login string, n int) *crowd {
	b.Helper()
	c := newBrowsers(b, base)
	for i := range n {
		u := &loadUser{id: kernel.UserID(login)}
		// Tries are limited for each login: after eight the log-ins share sessions.
		if u.cookies = nil; i >= 6 {
			u.cookies = c.users[i%6].cookies
		} else {
			u.cookies = c.logIn(b, u.id, i)
		}
		c.users = append(c.users, u)
	}
	return c
}

func pageAtOnce(b *testing.B, base, login, path string) {
	c := sessions(b, base, login, pageUsers)
	var page string
	if err := c.get(context.Background(), c.users[0], path, &page); err != nil {
		b.Fatal(err)
	}
	wire, kind := c.wire(b, path)
	memory := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(wire)
	}))
	defer memory.Close()
	plain := &crowd{y: c.y, base: memory.URL, http: c.http, users: c.users}
	b.ResetTimer()
	ours := atOnce(b, c, path)
	b.StopTimer()
	peer := atOnce(b, plain, path)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(ours.At(50)), "p50-ms")
	b.ReportMetric(ms(ours.At(95)), "p95-ms")
	b.ReportMetric(ms(peer.At(95)), "memory-p95-ms")
	b.ReportMetric(ms(ours.At(95))/max(ms(peer.At(95)), 0.001), "p95-ratio")
	b.ReportMetric(float64(pageUsers*b.N)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(len(wire))/1000, "KB")
	b.ReportMetric(0, "ns/op")
}

// atOnce lets every user ask b.N times, each as soon as answered.
func atOnce(b *testing.B, c *crowd, path string) *load.Took {
	b.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	took := &load.Took{}
	for _, u := range c.users {
		all.Go(func() {
			for range b.N {
				start := time.Now()
				err := c.get(context.Background(), u, path, nil)
				mu.Lock()
				took.All = append(took.All, time.Since(start))
				mu.Unlock()
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return took
}

// wire is a page as it goes over the wire.
func (c *crowd) wire(b *testing.B, path string) (body []byte, kind string) {
	b.Helper()
	req, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	res, err := c.do(c.users[0], req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if body, err = io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusOK {
		b.Fatal(path, res.StatusCode, err)
	}
	return body, res.Header.Get("Content-Type")
}

var (
	linked  = regexp.MustCompile(`(?:href|src)="(/assets/[^"]+\.(?:css|js|woff2?|svg))"`)
	sourced = regexp.MustCompile(`url\("?(/assets/[^")]+)"?\)`)
)

// firstPage counts what a browser fetches that comes for the first time: the
// page, its sheets and scripts, the fonts that the sheets name.
func firstPage(b *testing.B, base string) {
	b.Run("first page", func(b *testing.B) {
		c := newBrowsers(b, base)
		c.users = []*loadUser{{}}
		var page string
		if err := c.get(context.Background(), c.users[0], "/", &page); err != nil {
			b.Fatal(err)
		}
		body, _ := c.wire(b, "/")
		bytes, files := len(body), map[string]bool{}
		fetch := func(path string) {
			if files[path] {
				return
			}
			files[path] = true
			body, _ := c.wire(b, path)
			bytes += len(body)
		}
		for _, m := range linked.FindAllStringSubmatch(page, -1) {
			fetch(m[1])
			var sheet string
			if err := c.get(context.Background(), c.users[0], m[1], &sheet); err != nil {
				b.Fatal(err)
			}
			for _, f := range sourced.FindAllStringSubmatch(sheet, -1) {
				fetch(f[1])
			}
		}
		if len(files) < 2 {
			b.Fatalf("the page links %d files: a sheet and a script are missing", len(files))
		}
		b.ReportMetric(float64(bytes)/1000, "KB")
		b.ReportMetric(float64(len(body))/1000, "KB-of-page")
		b.ReportMetric(float64(len(files)), "files")
		b.ReportMetric(0, "ns/op")
	})
}
