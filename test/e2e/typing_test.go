package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestTypingWhileFieldsReload: a choice brings other fields from a slow server;
// what is typed and chosen meanwhile stays, the cursor stays, and a word that an
// input method is putting together is not taken away.
func TestTypingWhileFieldsReload(t *testing.T) {
	t.Parallel()
	c := sharedCity(t)
	p := c.login("buyer")
	p.visit("/item/ZL14/apply/licence")
	answersAfter := func(d time.Duration) {
		p.run(network.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
			return cdp.Execute(ctx, "Network.emulateNetworkConditions", map[string]any{"offline": false, "latency": d.Milliseconds(), "downloadThroughput": -1, "uploadThroughput": -1}, nil)
		}))
	}
	answersAfter(12 * time.Second) // a laden machine types slowly too
	territory, kind := `[name="licence.territory"]`, `[name="licence.kind"][value="sole"]`
	pay := func(way string) { p.run(chromedp.Click(`[name="licence.pay"][value="`+way+`"]`, chromedp.ByQuery)) }
	until := func(selector string) { p.run(chromedp.WaitVisible(selector, chromedp.ByQuery)) }
	pay("lump")
	p.run(chromedp.SendKeys(territory, "全国", chromedp.ByQuery), chromedp.Click(kind, chromedp.ByQuery), chromedp.SendKeys(territory, "和香港", chromedp.ByQuery))
	if got := p.js(`String(!!document.querySelector('[name="licence.fee"]'))`); got != "false" {
		t.Fatal("the server was not slow")
	}
	until(`[name="licence.fee"]`)
	if got := p.js(`document.querySelector('[name="licence.territory"]').value + '|' + document.querySelector('` + kind + `').checked + '|' + document.activeElement.name`); got != "全国和香港|true|licence.territory" {
		t.Errorf("typed while the fields came: %s", got)
	}
	p.run(input.InsertText("、澳门"))
	if got := p.js(`document.querySelector('[name="licence.territory"]').value`); got != "全国和香港、澳门" {
		t.Errorf("the cursor went: %s", got)
	}
	answersAfter(time.Second)
	pay("royalty")
	p.run(chromedp.Focus(territory, chromedp.ByQuery), input.ImeSetComposition("tai", 3, 3), chromedp.Sleep(3*time.Second))
	if got := p.js(`String(!!document.querySelector('[name="licence.royalty"]'))`); got != "false" {
		t.Error("the fields were drawn again in the middle of a word")
	}
	p.run(input.InsertText("台湾"))
	until(`[name="licence.royalty"]`)
	if got := p.js(`document.querySelector('[name="licence.territory"]').value`); len(got) < len("全国和香港、澳门台湾") {
		t.Errorf("the word was lost: %s", got)
	}
}
