package audit

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Visit opens a page at a width and notes that it is wider than the window or
// lacks a text.
func Visit(ctx context.Context, url string, width int64, f *Faults) error {
	var over, lacks string
	f.opens(url)
	err := chromedp.Run(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url), chromedp.WaitReady("main"),
		chromedp.Evaluate(wider, &over), chromedp.Evaluate(`(document.body.innerText.match(/.{0,40}⟦[^⟧]*⟧/)||[''])[0]`, &lacks))
	if over != "" {
		f.add("the page is wider than the window: " + over)
	}
	if lacks != "" {
		f.add("a text is missing: " + lacks)
	}
	return err
}

// wider names the elements that stick out, innermost last.
const wider = `document.documentElement.scrollWidth <= innerWidth ? "" : document.documentElement.scrollWidth + " " +
	[...document.querySelectorAll("main *, header *, footer *")].filter(e => !e.closest(".q-nav, details:not([open])") && e.getBoundingClientRect().right > innerWidth + 1).slice(0, 6)
	.map(e => e.tagName.toLowerCase() + "." + e.className + " " + Math.round(e.getBoundingClientRect().right)).join(" > ")`

type violation struct {
	ID    string
	Help  string
	Nodes []struct{ HTML string }
}

// Axe runs axe-core, whose script is given, in the page that stands open.
func Axe(ctx context.Context, script string, f *Faults) error {
	var found string
	await := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	err := chromedp.Run(ctx, chromedp.Evaluate(script+";0", nil), chromedp.Evaluate(`axe.run(document,{resultTypes:["violations"]}).then(r=>JSON.stringify(r.violations.map(v=>({ID:v.id,Help:v.help,Nodes:v.nodes.map(n=>({HTML:n.html}))}))))`, &found, await))
	if err != nil {
		return err
	}
	var list []violation
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		return err
	}
	for _, v := range list {
		f.add(fmt.Sprintf("%s: %s (%d), first %.220s", v.ID, v.Help, len(v.Nodes), v.Nodes[0].HTML))
	}
	return nil
}
