package source

import (
	"regexp"
	"strconv"
	"strings"

	"quanlian/kernel/form"
)

// plain is a scalar that needs no quotation marks in a flow mapping.
var plain = regexp.MustCompile(`^[\p{Han}A-Za-z/〔（《“][\p{Han}\p{L}\p{N} _./()（）〔〕《》“”、。，；：？—·+\-]*$`)

// reserved words would be read as something else than a text.
var reserved = map[string]bool{"true": true, "false": true, "null": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true}

// Quote writes a scalar so that it reads back as it is.
func Quote(s string) string {
	if plain.MatchString(s) && !reserved[strings.ToLower(s)] && strings.TrimSpace(s) == s && !strings.HasSuffix(s, ":") {
		return s
	}
	return `"` + escape(s) + `"`
}

// escape writes the inside of a double-quoted scalar.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff:
			b.WriteString(`\u`)
			h := strconv.FormatInt(int64(r), 16)
			b.WriteString(strings.Repeat("0", 4-len(h)) + h)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Pairs writes a flow mapping of keys and values that are written already;
// pairs with an empty value are left out.
func Pairs(kv ...string) string {
	var parts []string
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] != "" {
			parts = append(parts, kv[i]+": "+kv[i+1])
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// Both writes a text in both languages, "" when it has none.
func Both(t form.Text) string {
	if t == (form.Text{}) {
		return ""
	}
	return Pairs("zh", Quote(t.Zh), "en", Quote(t.En))
}

// Words writes a flow list, "" when it is empty.
func Words(list []string) string {
	if len(list) == 0 {
		return ""
	}
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = Quote(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// Said writes a scalar, "" when it is empty.
func Said(s string) string {
	if s == "" {
		return ""
	}
	return Quote(s)
}

// Flag writes true, and nothing for false.
func Flag(b bool) string {
	if b {
		return "true"
	}
	return ""
}
