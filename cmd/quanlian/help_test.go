package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"quanlian/catalogue/lang"
)

// Every command and every flag says in both languages what it is for.
func TestHelpInBothLanguages(t *testing.T) {
	t.Parallel()
	var h helps
	if err := yaml.UnmarshalWithOptions(helpZh, &h, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	root := rootCmd()
	if err := speakAs(root, lang.En); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	each(root, func(c *cobra.Command) {
		name := nameOf(c)
		seen[name] = true
		own := h.Commands[name]
		if own.Short == "" || c.Short == "" || (own.Long == "") != (c.Long == "") && c.Parent() != nil && c.Parent().Name() != "completion" && name != "help" && name != "completion" {
			t.Errorf("%s has no help in one of the languages", name)
		}
		flags := map[string]bool{}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			flags[f.Name] = true
			if f.Usage == "" || h.flag(c, f) == "" && c.Parent() != nil && c.Parent().Name() != "completion" {
				t.Errorf("%s --%s has no words", name, f.Name)
			}
		})
		for f := range own.Flags {
			if !flags[f] {
				t.Errorf("%s has no flag --%s", name, f)
			}
		}
	})
	for name := range h.Commands {
		if !seen[name] {
			t.Errorf("there is no command %s", name)
		}
	}
}

// Whoever types something wrong reads in the language of the terminal, or in
// that of --lang, what is wrong and where help is.
func TestComplaints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l    lang.Lang
		args string
		want string
	}{
		{lang.Zh, "period --from 2025-13-30 --add 3mo", "日历上没有"},
		{lang.En, "period --from 2025-13-30 --add 3mo", "2025-13-30"},
		{lang.En, "ident uscc", "See: quanlian ident --help"},
		{lang.Zh, "ident --foo", "用法见：quanlian ident --help"},
		{lang.Zh, "serv", "没有“serv”这个命令，您要的是不是serve"},
		{lang.En, "serv", "no command “serv”; did you mean serve?"},
		{lang.Zh, "qqq", "没有“qqq”这个命令"},
		{lang.Zh, "ident uscc", "参数个数不对，请写成：quanlian ident KIND VALUE"},
		{lang.Zh, "import patents", "参数个数不对"},
		{lang.Zh, "verify", "参数个数不对"},
		{lang.Zh, "period --from 2026-03-02 --add 3d more", "参数个数不对，请写成：quanlian period"},
		{lang.Zh, "period", "请填写--add、--from"},
		{lang.En, "period", "Give --add and --from"},
		{lang.Zh, "period --add", "选项--add后面要填内容"},
		{lang.Zh, "period -x", "没有选项-x"},
		{lang.Zh, "match --top many", "选项--top不能填“many”"},
		{lang.Zh, "period --from 2026-03-02 --add 3d --lang fr", "--lang填zh或en，不能填“fr”"},
		{lang.Zh, "import foo", "quanlian import没有“foo”这个命令，可用：patents"},
		{lang.En, "items exprot", "there are: export find import"},
		{lang.En, "check --city /no/where", "/no/where"},
		{lang.Zh, "check --dir /no/where", "--dir要与--db或--config同用"},
	} {
		var out, bad bytes.Buffer
		code := runAs(c.l, strings.Fields(c.args), strings.NewReader(""), &out, &bad)
		if code != exitBadInput || out.Len() > 0 || !strings.Contains(bad.String(), c.want) || c.l == lang.En && han(bad.String()) {
			t.Errorf("%s %s: exit %d, %q %q", c.l, c.args, code, out.String(), bad.String())
		}
	}
	var zh, en bytes.Buffer
	runAs(lang.Zh, []string{"period", "--help"}, nil, &zh, &zh)
	runAs(lang.En, []string{"period", "--help"}, nil, &en, &en)
	if !strings.Contains(zh.String(), "用法：\n  quanlian period --from") || !strings.Contains(en.String(), "Usage:\n  quanlian period --from") || !strings.Contains(en.String(), `(default "en")`) || strings.Contains(zh.String(), "(default") || strings.Contains(zh.String(), "[flags]") || !strings.Contains(zh.String(), "（默认patent）") {
		t.Errorf("help reads\n%s\n%s", zh.String(), en.String())
	}
	if spokenBy(func(string) string { return "" }) != lang.Zh || spokenBy(func(k string) string { return map[string]string{"LANG": "en_US.UTF-8"}[k] }) != lang.En {
		t.Error("the language of the environment is not seen")
	}
}

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
}
