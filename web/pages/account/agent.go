package account

import "strings"

// Browsers and systems as they name themselves; the first that is found is
// told, so that those which others also name come later.
var (
	browsers = []struct{ says, name string }{{"MicroMessenger", "微信"}, {"Edg/", "Edge"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems  = []struct{ says, name string }{{"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}
)

// agentText names browser and system; the bare text when neither is known.
func agentText(agent string) string {
	var out []string
	for _, list := range [][]struct{ says, name string }{browsers, systems} {
		for _, b := range list {
			if strings.Contains(agent, b.says) {
				out = append(out, b.name)
				break
			}
		}
	}
	if len(out) == 0 {
		return agent
	}
	return strings.Join(out, "　")
}
