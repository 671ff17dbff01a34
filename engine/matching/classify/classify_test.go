package classify

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"quanlian/base/errs"
)

// patents is a small teaching set of our own.
func patents() []Example {
	var out []Example
	for _, g := range []struct{ code, things, ways string }{
		{"G01L", "压力传感器 力传感器 扭矩测量装置 压阻传感器 触觉传感器", "一种% 柔性%的标定方法 高精度% %及其校准装置"},
		{"B25J", "机械手 机器人夹爪 协作机器人 机械臂 搬运机器人", "一种% %的控制方法 多自由度% %及其末端执行器"},
		{"H01M", "锂离子电池 电池负极材料 燃料电池 电池电解液 电池隔膜", "一种% %的制备方法 高容量% %及其应用"},
		{"A01G", "温室大棚 育苗盘 蔬菜种植架 花卉栽培装置 果树嫁接装置", "一种% %的使用方法 自动%  %及其灌溉装置"},
	} {
		for _, thing := range strings.Fields(g.things) {
			for _, way := range strings.Fields(g.ways) {
				out = append(out, Example{Text: strings.ReplaceAll(way, "%", thing), Codes: []string{g.code}, Weight: 1})
			}
		}
	}
	return out
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	m, err := Train(patents(), DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"想给手指做压阻式的触觉皮肤，测压力", "G01L"},
		{"需要一台能搬运纸箱的機器人", "B25J"}, // traditional script
		{"电池快充用的负极", "H01M"},
		{"番茄育苗和种植", "A01G"},
	} {
		got := m.Suggest(c.text, 3)
		if len(got) != 3 || got[0].Code != c.want || !got[0].Chosen || got[0].Belief < got[1].Belief {
			t.Errorf("%s: %+v", c.text, got)
		}
		for _, s := range got {
			if s.Right < 0 || s.Right > 1 {
				t.Errorf("rate %v", s)
			}
		}
	}
	if got := m.Suggest("!!!", 3); got != nil {
		t.Errorf("nothing to go by, yet %v", got)
	}
}

func TestTrainIsDeterministicAndSurvivesStoring(t *testing.T) {
	t.Parallel()
	var stored [2]bytes.Buffer
	for i := range stored {
		m, err := Train(patents(), DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Save(&stored[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(stored[0].Bytes(), stored[1].Bytes()) {
		t.Fatal("two trainings on the same examples differ")
	}
	a, _ := Train(patents(), DefaultOptions())
	b, err := Load(&stored[0])
	if err != nil {
		t.Fatal(err)
	}
	if x, y := a.Suggest("压力测量", 4), b.Suggest("压力测量", 4); !reflect.DeepEqual(x, y) {
		t.Fatalf("loaded %v, trained %v", y, x)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	if _, err := Train([]Example{{Text: "无分类", Weight: 1}}, DefaultOptions()); !errs.Is(err, CodeNoExamples) {
		t.Errorf("no examples: %v", err)
	}
	if _, err := Load(strings.NewReader("not a model")); !errs.Is(err, CodeModel) {
		t.Errorf("no model: %v", err)
	}
}

func TestRatesNeverFall(t *testing.T) {
	t.Parallel()
	beliefs := [][]float32{{0.9, 0.1}, {0.8, 0.2}, {0.3, 0.7}, {0.6, 0.4}, {0.55, 0.45}}
	truths := []map[int]bool{{1: true}, {0: true}, {1: true}, {0: true}, {1: true}}
	last := -1.0
	for _, r := range rates(beliefs, truths) {
		if r.Right < last {
			t.Fatalf("rates fall: %v", rates(beliefs, truths))
		}
		last = r.Right
	}
}

func TestReadScheme(t *testing.T) {
	t.Parallel()
	table := "symbol\tlevel\ttitle_zh\tsection_note\nA01B\tsubclass\t整地（开沟入A01C5/00）\t农业\nA01B1/00\tmaingroup\t手动工具（修整机入A01G3/06）\t\nA01B1/02\tsubgroup\t锹；铲\t\n"
	got, err := ReadScheme(strings.NewReader(table))
	if err != nil || len(got) != 2 || got[1].Text != "手动工具；锹；铲" || got[1].Codes[0] != "A01B" || !got[1].Weak {
		t.Fatalf("%+v %v", got, err)
	}
}

// TestTitlesOfTheOpenSet trains on three folds of real titles and asks the
// fourth: far better than always saying the most frequent classes.
func TestTitlesOfTheOpenSet(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join(shared(), "cn_patent_ipc_9740", "train_folds_1-4.csv"))
	if err != nil {
		t.Skip("the open data set cn_patent_ipc_9740 is not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var learn, ask []Example
	for _, r := range rows[1:] {
		e := Example{Text: r[2], Codes: strings.Split(r[3], "|"), Weight: 1}
		if r[0] == "4" {
			ask = append(ask, e)
		} else {
			learn = append(learn, e)
		}
	}
	o := DefaultOptions()
	o.Rounds = 1
	m, err := Train(learn, o)
	if err != nil {
		t.Fatal(err)
	}
	if f1 := m.Evaluate(ask).F1(); f1 < 0.3 {
		t.Errorf("micro-F1 %.3f", f1)
	}
}

func shared() string {
	if dir := os.Getenv("QUANLIAN_SHARED"); dir != "" {
		return filepath.Join(dir, "data")
	}
	return "../../../../shared/data"
}
