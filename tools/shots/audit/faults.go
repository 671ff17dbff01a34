package audit

import (
	"context"
	"fmt"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Faults tells what is wrong, by page.
type Faults struct {
	mu   sync.Mutex
	page string
	own  string // the address that stands open: its status is for the caller to judge
	n    int
	say  func(line string)
}

// Listen takes what the browser's console complains of, such as breaches of
// the content security policy, and says every fault as it is found.
func Listen(ctx context.Context, say func(line string)) *Faults {
	f := &Faults{say: say}
	chromedp.ListenTarget(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			f.add("exception: " + ev.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			if ev.Entry.Level == log.LevelError && ev.Entry.URL != f.url() {
				f.add("console: " + ev.Entry.Text)
			}
		}
	})
	return f
}

// At tells the page that is looked at from now on.
func (f *Faults) At(page string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.page = page
}

func (f *Faults) opens(url string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.own = url
}

func (f *Faults) url() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.own
}

func (f *Faults) add(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	f.say(fmt.Sprintf("%s: %s", f.page, what))
}

// Count is how many faults there were.
func (f *Faults) Count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.n
}
