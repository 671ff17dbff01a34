package matching

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"quanlian/engine/matching/text"
)

// Of what each version of the formula decides by: a new line for each. Feedback
// is counted by version, so a line is never changed once the version ran.
var fingerprints = []struct{ version, of string }{
	{"m1", ""}, // before it was held
	{"m2", "876ffe750542c161"},
	{"m3", "b0adb94956943201"}, // with the table of characters
	{"m4", "f00b0436616f9168"}, // with the frequencies of joining words
	{"m5", "c552c2326f3213a1"}, // with the borders of content and points
	{"m6", "98184932522a3114"}, // with the trust of the first Chinese word
}

// wordRules are the lists of single characters that decide by themselves: numbers,
// loose endings, telling singles.
var wordRules = struct{ version, of string }{"m6", "2c7748339318b6fb"}

// TestVersionNamesItsWords: weights, stop words, concepts, the table of
// characters and the segmenter's own dictionaries decide which listings are found; none of them changes while the
// version stays.
func TestVersionNamesItsWords(t *testing.T) {
	t.Parallel()
	h := sha256.New()
	w := DefaultWeights()
	shares, err := json.Marshal(w.Shares)
	if err != nil {
		t.Fatal(err)
	}
	h.Write(shares)
	fmt.Fprint(h, fullFit, leastContent, keyPoints, headTrust, synonymTrust, firstTrust)
	h.Write([]byte(stopText))
	for r := rune(0x2E80); r < 0xA000; r++ { // what is taken as one character
		h.Write([]byte(text.FoldString(string(r))))
	}
	for _, file := range []string{"concept/concepts.txt", "../../adapter/segment/words.txt", "../../adapter/segment/joining.txt"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		h.Write(b)
	}
	rules := sha256.Sum256([]byte(amountDigits + "\n" + amountUnits + "\n" + looseEndings + "\n" + tellingSingles))
	if got := hex.EncodeToString(rules[:])[:16]; w.Version != wordRules.version || got != wordRules.of {
		t.Errorf("version %s takes words apart by %s, held is %s of %s: give DefaultWeights a new Version and day, and put both here", w.Version, got, wordRules.of, wordRules.version)
	}
	got := hex.EncodeToString(h.Sum(nil))[:16]
	last := fingerprints[len(fingerprints)-1]
	if w.Version != last.version || got != last.of {
		t.Errorf("version %s decides by %s, held are %s of %s. Its words or weights changed, so its outcomes do: give DefaultWeights a new Version and day, and add a line {%q, %q} here", w.Version, got, last.of, last.version, "m…", got)
	}
	seen := map[string]bool{}
	for _, f := range fingerprints {
		if seen[f.version] || seen[f.of] {
			t.Errorf("%s or %s stands twice", f.version, f.of)
		}
		seen[f.version], seen[f.of] = true, true
	}
}
