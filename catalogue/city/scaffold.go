package city

import (
	"fmt"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

// Sketch is what one knows of a city before its folder is made.
type Sketch struct {
	ID     string // name of the folder, in Latin letters
	Name   form.Text
	Prefix string // of case numbers
	Sign   string // before the series of documents
}

// Scaffold gives the files of a new city, by their names: what has to be filled
// in says so. like is the city whose units, outside systems and life events the
// items name; the new one begins with the same. The folder passes the check as
// it is.
func Scaffold(s Sketch, like City) (map[string][]byte, error) {
	if !idForm.MatchString(s.ID) {
		return nil, errs.At("name", "catalogue.source.wrong_form", errs.Args{"value": s.ID, "example": "lianzhou"})
	}
	if s.Prefix == "" {
		s.Prefix = strings.ToUpper((strings.ReplaceAll(s.ID, "-", "") + "xx")[:2])
	}
	if !prefixForm.MatchString(s.Prefix) {
		return nil, errs.At("prefix", "catalogue.source.wrong_form", errs.Args{"value": s.Prefix, "example": "LZ"})
	}
	if s.Name.Zh == "" {
		s.Name.Zh = s.ID
	}
	if s.Name.En == "" {
		s.Name.En = strings.ToUpper(s.ID[:1]) + s.ID[1:]
	}
	files := map[string][]byte{
		"city.yaml": []byte(cityFile(s)), "units.yaml": []byte(unitsFile(like)), "systems.yaml": []byte(systemsFile(like)), "events.yaml": []byte(eventsFile(like)),
		"README.md": []byte(fmt.Sprintf(readme, s.Name.Zh, s.ID)), sealsFile: []byte(sealsText()), "items/README.md": []byte(itemsNote), "groups/README.md": []byte(groupsNote), "samples/README.md": []byte(samplesNote),
	}
	if like.Outages.Unit != "" {
		files[outagesFile] = []byte(outagesText(like))
	}
	return files, nil
}

func cityFile(s Sketch) string {
	return `# 城市的名称、编号和区县。带“待填”的请改成本市的。
# Name, numbers and districts of the city. Replace what says 待填.
name: ` + source.Both(s.Name) + `
# 办件编号的前两位到四位大写字母，例如 YL2026-ZL14-00001。
prefix: ` + s.Prefix + `
# 文号前的简称，例如“云”使“知备”成为“云知备〔2026〕1号”。
sign: ` + source.Quote(s.Sign) + `
# 行政区划代码（六位），有了再写：region: "330100"
# 每页的页头和页脚。网站标识码、ICP备案号有了再加：records: [{zh: ICP备案号 …, en: ICP record …}]
front:
  name: ` + source.Both(form.Text{Zh: s.Name.Zh + "知识产权公共服务平台", En: s.Name.En + " Intellectual Property Services"}) + `
  host: {zh: 主办单位待填, en: to be filled in}
  run_by: {zh: 承办单位待填, en: to be filled in}
  advice: "12345"
  complaint: "12345"
# 区县：id与units.yaml里的服务站对应，short是企业登记的区县简称，也是分派规则里的写法；short_en是英文页面上的写法。
# Districts: short is the name in the register of parties and in routing rules, short_en what English pages say.
districts:
  - {id: centre, name: {zh: 中心城区（待填）, en: Central district (to be filled in)}, short: 中心城区, short_en: Centre}
`
}

func unitsFile(like City) string {
	var b strings.Builder
	b.WriteString(`# 受理单位。id是事项文件里的写法，不要改；名称、地址、电话、窗口改成本市的。
# 本市没有的单位不要删：事项会找不到受理单位。可以在items/里换掉那个事项，或者让同一个窗口承担。
# 要网上预约、取号叫号的，给单位加一行queue：letter现场号字母，booked预约号字母，open开放时段，slot每段几分钟，
# capacity每段几人。节假日和调休上班日照国家的安排；本单位另外不办公、另外开门的日子写在closed、extra里：
#    queue: {letter: A, booked: Y, open: ["09:00-12:00", "13:30-17:00"], slot: 30, capacity: 2, closed: [2027-02-10], extra: [2027-02-21]}
# Receiving units. Keep the ids, which the items name; the rest is the city's. A
# unit with a queue takes bookings and calls numbers: open hours, minutes and
# people of a slot; national holidays are known, closed and extra are its own days.
units:
`)
	for _, u := range like.Units {
		if u.District != "" {
			continue
		}
		fmt.Fprintf(&b, "  - id: %s\n    name: %s\n    address: {zh: 地址待填, en: to be filled in}\n    advice: \"12345\"\n    complaint: \"12345\"\n    hours: {zh: 办公时间待填, en: to be filled in}\n", u.ID, source.Both(u.Name))
	}
	b.WriteString(`  # 每个区县一个服务站，district写city.yaml里的short。
  - id: district-centre
    name: {zh: 中心城区服务站, en: Central district station}
    district: 中心城区
    address: {zh: 地址待填, en: to be filled in}
    advice: "12345"
    complaint: "12345"
    hours: {zh: 办公时间待填, en: to be filled in}
    # 窗口：counters: [{no: "1", name: {zh: 综合业务, en: All services}}]
`)
	return b.String()
}

func systemsFile(like City) string {
	var b strings.Builder
	b.WriteString(`# 事项最终在哪里办（一次填报）。国家的系统各市相同；省、市的系统改成本地的。
# demo: true 表示没有核实，核实后删去。
# Where an act is done in the end. demo: true: not established; remove it once it is.
systems:
`)
	for _, s := range like.Systems {
		fmt.Fprintf(&b, "  - %s\n", source.Pairs("id", s.ID, "name", source.Both(s.Name), "kind", s.Kind, "owner", source.Both(s.Owner), "takes", source.Both(s.Takes), "gives", source.Both(s.Gives), "url", source.Said(s.URL), "demo", source.Flag(s.Demo)))
	}
	return b.String()
}

func eventsFile(like City) string {
	var b strings.Builder
	b.WriteString(`# 人生事件：人们来办事时的处境。可以增加；事项里写了的不要删。
# Life events: the situation in which people come. Add more; keep those that items name.
events:
`)
	for _, e := range like.Events {
		fmt.Fprintf(&b, "  - %s\n", source.Pairs("id", e.ID, "name", source.Both(e.Name), "lead", source.Both(e.Lead)))
	}
	return b.String()
}

const readme = `# %[1]s

1. 改 city.yaml、units.yaml 里写着“待填”的地方。
2. 运行 quanlian check --city %[2]s ，每处错误都会写明文件、行、字段和怎么改。
3. 在配置文件里写：

       catalogue:
         city: %[2]s

4. 本市与程序自带不同的事项，放在 items/<环节>/<事务>/<编码>.yaml，同名文件整个替换；不办的写 retired: true。
5. 材料的示范文本放在 samples/（pdf、docx、png），在事项的材料里写 sample: samples/文件名。
   官员不写YAML：用“事项管理”页或者 quanlian items export 得到的工作簿。

What differs in this city stands here; a file of the same path replaces the program's. See docs/items.md.
`

const itemsNote = "本市自己的事项文件：<环节>/<事务>/<编码>.yaml，与程序自带的同名文件整个替换它。\n\nItems of this city; a file of the same path replaces the program's.\n"

const groupsNote = "本市自己的共用字段组：<名称>.yaml，与程序自带的同名文件整个替换它。\n\nShared groups of this city; a file of the same path replaces the program's.\n"

const samplesNote = "材料的示范文本：pdf、docx或png，不超过5MB。事项的材料里写 sample: samples/文件名，事项页上就有“看样例”。没有正式样例的不要放：申请表的填写样张和空白表由平台按事项目录生成。words.yaml 是样张上的词，可以换成本市的。\n\nSample papers of materials: pdf, docx or png, up to 5 MB, named by sample: samples/<file> in an item. Put none where none is established.\n"
