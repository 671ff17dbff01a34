package importer

import (
	"io"
	"sort"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/width"

	"quanlian/base/errs"
)

// Field is what a column means to us.
type Field string

// The fields. A mapping file names them as written here.
const (
	AppNo        Field = "app_no"
	AppDate      Field = "app_date"
	PubNo        Field = "pub_no" // publication or grant number of this document
	PubDate      Field = "pub_date"
	GrantNo      Field = "grant_no"
	GrantDate    Field = "grant_date"
	Title        Field = "title"
	Abstract     Field = "abstract"
	Claims       Field = "claims"
	IPC          Field = "ipc"
	IPCMain      Field = "ipc_main"
	Locarno      Field = "locarno"
	Applicant    Field = "applicant"
	Owner        Field = "owner"         // as the document names them
	CurrentOwner Field = "current_owner" // true on the day of the export, see Options.Observed
	OwnerCode    Field = "owner_uscc"
	Inventor     Field = "inventor"
	Address      Field = "address"
	Postcode     Field = "postcode"
	Agency       Field = "agency"
	Agent        Field = "agent"
	PriorityNo   Field = "priority_no"
	PriorityDate Field = "priority_date"
	KindName     Field = "kind"
	TradeKind    Field = "trade_kind"
	TradeDate    Field = "trade_date"
	Price        Field = "price" // unit from the head or the cell
	PriceWan     Field = "price_wan"
	PriceYuan    Field = "price_yuan"
	PriceKind    Field = "price_kind"
	TradeDetail  Field = "trade_detail"
	Citations    Field = "citations"
	Family       Field = "family"
	LegalStatus  Field = "legal_status" // a status or a notice of the office: 终止, 质押 …
	LegalDate    Field = "legal_date"   // the day since which it holds
	LegalRef     Field = "legal_ref"    // registration number of a pledge, licence …
	LegalParty   Field = "legal_party"  // pledgee, licensee, new owners
	LegalUntil   Field = "legal_until"
	Ignored      Field = "ignored" // known and of no use to the register
)

// synonyms lists the heads met in exports of the national office, of search
// sites and of listing platforms; they are compared by headKey.
var synonyms = map[Field]string{
	AppNo:        "申请号 专利号 申请专利号 专利申请号 专利号申请号 申请号专利号 patentnumber patentno applicationnumber applicationno appno applno",
	AppDate:      "申请日 申请日期 专利申请日 filingdate applicationdate appdate",
	PubNo:        "公开公告号 公开号 公布号 公告号 公布公告号 公开号公告号 文献号 publicationnumber publicationno pubno pubnumber",
	PubDate:      "公开公告日 公开日 公布日 公告日 公布公告日 公开日期 公告日期 publicationdate pubdate",
	GrantNo:      "授权公告号 授权号 授权公告编号 grantnumber grantno",
	GrantDate:    "授权公告日 授权日 授权日期 授权公告日期 grantdate",
	Title:        "发明名称 专利名称 名称 标题 题名 发明创造名称 专利标题 title patentname patenttitle inventiontitle name",
	Abstract:     "摘要 说明书摘要 专利摘要 abstract",
	Claims:       "权利要求 权利要求书 claims",
	IPC:          "ipc分类号 ipc 国际专利分类号 国际分类号 分类号 ipc分类 全部ipc 国际专利分类 ipcall ipcclass classification",
	IPCMain:      "主分类号 ipc主分类号 ipc主分类 主分类 mainipc ipcmain",
	Locarno:      "洛迦诺分类号 外观设计分类号 洛迦诺分类 locarno locarnoclass",
	Applicant:    "申请人 申请专利权人 申请人专利权人 专利申请人 applicant applicants",
	Owner:        "专利权人 权利人 assignee owner owners patentee",
	CurrentOwner: "当前权利人 当前专利权人 现专利权人 当前申请专利权人 currentassignee currentowner",
	OwnerCode:    "统一社会信用代码 权利人统一社会信用代码 专利权人统一社会信用代码 申请人统一社会信用代码 社会信用代码 信用代码 uscc creditcode",
	Inventor:     "发明人 发明设计人 设计人 发明人设计人 inventor inventors",
	Address:      "地址 申请人地址 专利权人地址 联系地址 address",
	Postcode:     "邮编 邮政编码 postcode zip zipcode",
	Agency:       "代理机构 专利代理机构 agency",
	Agent:        "代理人 专利代理师 代理师 专利代理人 agent attorney",
	PriorityNo:   "优先权号 优先权 优先权信息 prioritynumber priorityno",
	PriorityDate: "优先权日 优先权日期 prioritydate",
	KindName:     "专利类型 类型 专利种类 专利类别 patenttype patentkind type kind",
	TradeKind:    "交易方式 转让方式 交易类型 拟交易方式 运用方式 patenttradetype tradetype tradekind transferkind",
	TradeDate:    "交易日期 挂牌日期 发布日期 交易时间 patenttradedate tradedate listingdate",
	Price:        "价格 报价 挂牌价 挂牌价格 金额 交易价格 转让价格 许可费 price amount",
	PriceWan:     "价格万元 报价万元 挂牌价万元 挂牌价格万元 金额万元 交易价格万元 转让价格万元 许可费万元 patenttradeprice pricewan",
	PriceYuan:    "价格元 报价元 挂牌价元 挂牌价格元 金额元 交易价格元 转让价格元 许可费元 priceyuan pricecny",
	PriceKind:    "价格类型 价格性质 价格方式 patentpricetype pricetype pricekind",
	TradeDetail:  "交易详情 许可方式 许可种类 交易说明 patentdetail tradedetail licencekind licensekind",
	Citations:    "引证文献 引用文献 引证 citations cited",
	Family:       "同族 同族专利 简单同族 扩展同族 family familymembers",
	LegalStatus:  "法律状态 当前法律状态 最新法律状态 专利法律状态 专利状态 法律状态信息 legalstatus status",
	LegalDate:    "法律状态公告日 法律状态公告日期 法律状态日期 法律状态日 法律状态生效日 事务公告日 生效日 登记生效日 legaldate legalstatusdate",
	LegalRef:     "登记号 质押登记号 备案号 合同备案号 许可备案号 legalref",
	LegalParty:   "质权人 被许可人 受让人 变更后权利人 变更后专利权人 legalparty pledgee licensee",
	LegalUntil:   "质押到期日 许可到期日 保全到期日 到期日 legaluntil",
	Ignored: "申请人专利权人所在国代码 国家 国家地区 文献状态 文献唯一标识 序号 备注 no index remark " +
		"拒收原因 reason 原行号 sourceline 原文件 sourcefile",
}

// byHead is synonyms turned round; it is filled once and only read.
var byHead = func() map[string]Field {
	m := map[string]Field{}
	for f, names := range synonyms {
		m[headKey(string(f))] = f
		for _, n := range strings.Fields(names) {
			m[n] = f
		}
	}
	return m
}()

// HeadKey is a head as it is compared: without width, case, spaces and
// punctuation.
func HeadKey(head string) string { return headKey(head) }

// headKey is a head without width, case, spaces and punctuation.
func headKey(head string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, width.Fold.String(head))
}

// fieldOf is the meaning of a head, "" when it is unknown.
func fieldOf(head string) Field { return byHead[headKey(head)] }

func knownHead(head string) bool { return fieldOf(head) != "" }

// Mapping adds to or overrules the known heads: head in the file → field.
type Mapping map[string]Field

// ParseMapping reads a mapping file, YAML or JSON: `专利编号: app_no`. Every
// wrong field is named at once.
func ParseMapping(r io.Reader) (Mapping, error) {
	raw := map[string]string{}
	b, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "importer.mapping.unreadable", err)
	}
	if err := yaml.Unmarshal(b, &raw); err != nil {
		return nil, errs.Wrap(errs.Invalid, "importer.mapping.unreadable", err)
	}
	m, faults := Mapping{}, errs.List{}
	heads := make([]string, 0, len(raw))
	for h := range raw {
		heads = append(heads, h)
	}
	sort.Strings(heads)
	for _, head := range heads {
		f := Field(strings.TrimSpace(raw[head]))
		if _, ok := synonyms[f]; !ok {
			faults.Add(errs.At(head, "importer.mapping.unknown_field", errs.Args{"head": head, "field": string(f), "fields": strings.Join(Fields(), ", ")}))
			continue
		}
		m[headKey(head)] = f
	}
	return m, faults.Err()
}

// Fields lists the names a mapping file may use.
func Fields() []string {
	out := make([]string, 0, len(synonyms))
	for f := range synonyms {
		out = append(out, string(f))
	}
	sort.Strings(out)
	return out
}

// fieldIn is the meaning of a head under a mapping.
func (m Mapping) fieldIn(head string) Field {
	if f, ok := m[headKey(head)]; ok {
		return f
	}
	return fieldOf(head)
}
