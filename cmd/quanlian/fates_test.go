package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var decidedLink = regexp.MustCompile(`href="(/paper/[0-9A-Z]+)">办理结果`)

// TestVerifyPaper: whoever holds a decision is told what it is by the code on it and
// by its file, and nothing of a file that differs in one byte.
func TestVerifyPaper(t *testing.T) {
	t.Parallel()
	_, base := receiptCity(t)
	buyer, visitor := newReader(t, base).login("buyer"), newReader(t, base)
	page := ""
	for _, at := range []string{"/my?view=closed", "/my", "/my?page=2", "/my?page=3", "/my?page=4", "/my?page=5"} {
		if m := regexp.MustCompile(`/case/YL\d{4}-BH10-\d{5}`).FindString(buyer.get(at, http.StatusOK)); m != "" {
			page = buyer.get(m, http.StatusOK)
			break
		}
	}
	link := decidedLink.FindStringSubmatch(page)
	if link == nil {
		t.Fatalf("no decision in %.3000s", mainOf(page))
	}
	_, pdf := buyer.raw(link[1])
	send := func(name string, content []byte) string {
		body, _ := visitor.sendFile("/verify", "/verify", nil, "file", name, string(content))
		return body
	}
	for _, want := range []string{"援助决定与意见", "送达。没有撤回的记录"} {
		if body := send("a.pdf", pdf); !strings.Contains(body, want) {
			t.Errorf("the paper itself: no %q in %.1500s", want, mainOf(body))
		}
	}
	pdf[len(pdf)/2] ^= 1
	if body := send("b.pdf", pdf); !strings.Contains(body, "没有出具过") || strings.Contains(body, "援助决定") {
		t.Errorf("one byte changed: %.1500s", mainOf(body))
	}
	id := strings.TrimPrefix(link[1], "/paper/")
	track := regexp.MustCompile(`查询码[^A-Z0-9]*([A-Z0-9]{8})`).FindStringSubmatch(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " "))
	if track == nil {
		t.Fatal("the page shows no code")
	}
	at := "/verify?" + url.Values{"paper": {id}, "code": {track[1]}}.Encode()
	if body := visitor.get(at, http.StatusOK); !strings.Contains(body, "援助决定与意见") || strings.Contains(body, "澄芯") {
		t.Errorf("by its code: %.1500s", mainOf(body))
	}
	if body := visitor.get(strings.Replace(at, track[1], "ABCDEFGH", 1), http.StatusNotFound); strings.Contains(body, "援助决定") {
		t.Error("told without the code")
	}
}
