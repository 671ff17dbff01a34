// Package hall is the trading hall (线上知识产权交易大厅): listing, need, and the
// deal from the first word to the settled tax sheet under one case number.
//
//	专利评价 → 精准匹配 → 撮合对接 → 签约 → 存入 → 登记备案 → 放款 → 计税
//
// It decides who may do what when, repeats the rights check at listing,
// signature, deposit and release, keeps what each side may see of the other to
// the level reached, and says what is told to the bank and to the national
// office. It computes no tax and no score (engine), holds no money (ledger),
// and draws nothing.
//
// Who acts: seller, buyer, broker, the hall's clerk, the custody bank, the
// national office, the technology-contract registry.
//
// Legal basis: 专利法 10, 12, 14; 专利法实施细则 15, 103–106; 民法典 444, 846, 862–877
// (of agreed ends 562–567, from memory, not verified);
// 促进科技成果转化法 18; 浙江省促进科技成果转化条例 17.
package hall
