package audit

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Widths at which pages are looked at. Unit: CSS pixels. Source: docs/look.
var Widths = []int64{1360, 390}

// windowless is Debian's Chromium without windows, which shows a page in half the
// time. The command of that name only starts it, and leaves it running when killed.
const windowless = "/usr/lib/chromium/chromium-headless-shell"

// Chromium is the program that shows pages, empty without one, and whether it
// opens windows with cookies apart.
func Chromium() (program string, apart bool) {
	if at, err := exec.LookPath(windowless); err == nil {
		return at, true
	}
	if at, err := exec.LookPath("chromium"); err == nil {
		return at, false
	}
	return "", false
}

// Browser starts one and gives its window.
func Browser(ctx context.Context, chromium string) (context.Context, context.CancelFunc) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-background-networking", true))
	alloc, stopAll := chromedp.NewExecAllocator(ctx, opts...)
	tab, stop := chromedp.NewContext(alloc)
	return tab, func() { stop(); stopAll() }
}

// Login forgets who was here and fills the log-in form in as a person does.
func Login(ctx context.Context, base, user, password string) error {
	fill := fmt.Sprintf(`(() => { const f = document.querySelector("input[name=password]").form; f.elements.login.value = %q; f.elements.password.value = %q; f.requestSubmit(); return true })()`, user, password)
	var sent bool
	err := chromedp.Run(ctx, network.ClearBrowserCookies(), chromedp.Navigate(base+"/login"), chromedp.WaitReady("main"), chromedp.Evaluate(fill, &sent))
	for range 50 {
		if err != nil {
			return err
		}
		var at string
		if err = chromedp.Run(ctx, chromedp.Sleep(100*time.Millisecond), chromedp.WaitReady("main"), chromedp.Location(&at)); err == nil && !strings.Contains(at, "/login") {
			return nil
		}
	}
	return fmt.Errorf("%s could not log in: %w", user, err)
}

// In is the address of a path in a language.
func In(path, lang string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + lang
	}
	return path + "?lang=" + lang
}
