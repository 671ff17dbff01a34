package city

import "testing"

// TestShortText: a district is named in the language asked for, in Chinese where the
// city says nothing else, and a word that is no district as it stands.
func TestShortText(t *testing.T) {
	t.Parallel()
	c := City{Districts: []District{{ID: "heting", Short: "鹤汀", ShortEn: "Heting"}, {ID: "centre", Short: "中心城区"}}}
	for short, want := range map[string][2]string{"鹤汀": {"鹤汀", "Heting"}, "中心城区": {"中心城区", "中心城区"}, "别处": {"别处", "别处"}, "": {"", ""}} {
		if zh, en := c.ShortText(true, short), c.ShortText(false, short); zh != want[0] || en != want[1] {
			t.Errorf("%q: %q, %q", short, zh, en)
		}
	}
}
