package main

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"quanlian/demo"
	"quanlian/kernel"
)

func withPeople(t *testing.T, h *house) {
	t.Helper()
	hash, err := demoHash()
	if err == nil {
		err = h.desk.Do(context.Background(), kernel.SystemActor("demo"), "people", demo.PeopleWrites(hash)...)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var (
	inputTag = regexp.MustCompile(`<input[^>]*>|<textarea[^>]*>[^<]*`)
	attrOf   = regexp.MustCompile(`(name|value|type)="([^"]*)"`)
)

// mendRow corrects one cell of a row on the page of faulty rows, where its reason
// stands, and the correction is taken.
func mendRow(t *testing.T, r *reader, base string, line int, path, value string) {
	t.Helper()
	page, head := r.get(base+"/mend", http.StatusOK), "r"+strconv.Itoa(line)+"."
	if !strings.Contains(page, "许可期限至不能早于许可期限自") {
		t.Error("the reason does not stand at the cell, in words")
	}
	form := url.Values{"_line": {strconv.Itoa(line)}, "_key": {"t/mend"}}
	for _, tag := range inputTag.FindAllString(page, -1) {
		at := map[string]string{}
		for _, m := range attrOf.FindAllStringSubmatch(tag, -1) {
			at[m[1]] = html.UnescapeString(m[2])
		}
		_, body, area := strings.Cut(tag, ">")
		switch {
		case !strings.HasPrefix(at["name"], head), at["type"] == "radio" && !strings.Contains(tag, "checked"):
		case area && body != "":
			form.Set(at["name"], html.UnescapeString(body))
		default:
			form.Set(at["name"], at["value"])
		}
	}
	form.Set(head+path, value)
	if page := r.post(base, base+"/mend", form); !strings.Contains(page, "已保存1行的更正") {
		t.Errorf("the correction was not taken: %.300s", page)
	}
}
