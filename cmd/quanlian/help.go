package main

import (
	"cmp"
	_ "embed"
	"errors"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"quanlian/adapter/importer"
	"quanlian/base/errs"
	"quanlian/base/jsondoc"
	"quanlian/catalogue/lang"
)

//go:embed help.zh.yaml
var helpZh []byte

// helps are what the commands say of themselves in another language.
type helps struct {
	Words    map[string]string      `yaml:"words"`
	Flags    map[string]string      `yaml:"flags"` // of every command that says nothing else
	Commands map[string]commandHelp `yaml:"commands"`
}

type commandHelp struct {
	Short string            `yaml:"short"`
	Long  string            `yaml:"long"`
	Flags map[string]string `yaml:"flags"`
}

// spokenBy is the language that the environment asks for, as programs of Unix
// look for it; Chinese when it says nothing.
func spokenBy(getenv func(string) string) lang.Lang {
	tag := cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"))
	l, _ := lang.Parse(strings.ReplaceAll(tag, "_", "-"))
	return l
}

// speakAs makes the commands speak the language: what --lang is unless it is
// given, and their help.
func speakAs(root *cobra.Command, l lang.Lang) error {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	root.InitDefaultVersionFlag()
	var h helps
	if l == lang.Zh {
		if err := yaml.Unmarshal(helpZh, &h); err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		root.SetUsageTemplate(usageZh(h.Words))
	}
	each(root, func(c *cobra.Command) {
		c.InitDefaultHelpFlag()
		if f := c.Flags().Lookup("lang"); f != nil && f.DefValue == string(lang.Zh) {
			_ = f.Value.Set(string(l)) // a text takes any
			f.DefValue = string(l)
		}
		h.tell(c)
	})
	return nil
}

func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, k := range c.Commands() {
		each(k, do)
	}
}

// nameOf is a command without the name of the program.
func nameOf(c *cobra.Command) string {
	return cmp.Or(strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" "), c.Root().Name())
}

// tell puts the words of a language in for those of the program.
func (h helps) tell(c *cobra.Command) {
	own, ok := h.Commands[nameOf(c)]
	if !ok {
		return
	}
	c.Short, c.DisableFlagsInUseLine = own.Short, true
	if own.Long != "" {
		c.Long = strings.TrimSpace(strings.ReplaceAll(own.Long, "{fields}", strings.Join(importer.Fields(), ", ")))
	}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		f.Usage = cmp.Or(h.flag(c, f), f.Usage)
		h.presumed(f)
	})
}

// presumed says in words what a flag is without being given: the library says it
// in English.
func (h helps) presumed(f *pflag.Flag) {
	zero, ok := map[string]string{"string": "", "int": "0"}[f.Value.Type()]
	if ok && f.DefValue != zero {
		f.Usage += strings.ReplaceAll(h.Words["default"], "{value}", f.DefValue)
		f.DefValue = zero
	}
}

func (h helps) flag(c *cobra.Command, f *pflag.Flag) string {
	return cmp.Or(h.Commands[nameOf(c)].Flags[f.Name], h.Flags[f.Name])
}

// usageZh is the frame of the help.
func usageZh(w map[string]string) string {
	return w["usage"] + `：{{if .Runnable}}
  {{.UseLine}}{{if .HasAvailableFlags}} [` + w["flags"] + `]{{end}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [` + w["commands"] + `]{{end}}{{if .HasAvailableSubCommands}}

` + w["commands"] + `：{{range .Commands}}{{if (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + w["flags"] + `：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

` + w["more"] + `{{end}}
`
}

// complaint is what is written when a command cannot be done: the sentence, its
// code for programs, of faults of the machine the cause too, and where the help
// stands when the command line is wrong.
func complaint(c *cobra.Command, l lang.Lang, err error) string {
	if f := c.Flags().Lookup("lang"); f != nil {
		if given, ok := lang.Parse(f.Value.String()); ok {
			l = given
		}
	}
	say := lang.For(l)
	e := errs.As(err)
	switch {
	case e == nil:
		return mistyped(c, say, err) + "\n" + say.T("cmd.see_help", "command", c.CommandPath())
	case !say.Has(e.Code):
		return err.Error()
	case e.Kind == errs.Internal || e.Kind == errs.Unavailable:
		return say.Error(err) + " [" + err.Error() + "]"
	}
	return strings.Join(eachFault(say, err), "\n")
}

// eachFault says every fault of what was handed in, a line each, with the file and
// the field it is in when the sentence does not name them.
func eachFault(say *lang.Localizer, err error) []string {
	var file documentFault
	var out []string
	ofFile := errors.As(err, &file)
	for _, e := range errs.All(err) {
		line := say.Error(e)
		if ofFile && e.Field != "" {
			line = inField(say, e, file.read, line)
		}
		if file.name != "" && !strings.Contains(line, file.name) {
			line = say.T("cmd.in_field", "field", file.name, "text", line)
		}
		out = append(out, line+" ["+e.Code+"]")
	}
	return out
}

// inField is the sentence about a field of a document with the line on which the
// field stands, and its name when the sentence does not name it.
func inField(say *lang.Localizer, e *errs.Error, doc []byte, line string) string {
	named := strings.Contains(line, e.Field)
	if e.Args["line"] != nil && named {
		return line
	}
	at, path, ok := jsondoc.Where(doc, e.Field)
	if i := strings.LastIndex(e.Field, "."); !ok && i > 0 { // not there: where it belongs
		at, _, ok = jsondoc.Where(doc, e.Field[:i])
		path = e.Field
	}
	switch {
	case ok && e.Args["field"] == e.Field:
		e.Args["field"] = path
		return say.T("cmd.on_line", "line", at["line"], "text", say.Error(e))
	case ok && !named:
		return say.T("cmd.in_field", "field", say.T("cmd.field_on_line", "line", at["line"], "field", path), "text", line)
	case ok:
		return say.T("cmd.on_line", "line", at["line"], "text", line)
	case !named:
		return say.T("cmd.in_field", "field", e.Field, "text", line)
	}
	return line
}
