package money

import "strings"

const (
	digits = "零壹贰叁肆伍陆柒捌玖"
	units  = "元拾佰仟万拾佰仟亿拾佰仟万拾佰仟" // position of each digit, from the right
)

// Capitals writes the amount in Chinese capitals (大写金额), as
// 壹佰捌拾万元整. Source: 支付结算办法 (银发〔1997〕393号) annex 1, 正确填写票据和结算凭证的基本规定.
func (f Fen) Capitals() string {
	if f < 0 {
		return "负" + (-f).Capitals()
	}
	yuan, jiao, fen := int64(f)/100, int64(f)/10%10, int64(f)%10
	out := wholeCapitals(yuan)
	if jiao == 0 && fen == 0 {
		if out == "" {
			out = "零元"
		}
		return out + "整"
	}
	d := []rune(digits)
	if jiao > 0 {
		out += string(d[jiao]) + "角"
	} else if out != "" {
		out += "零"
	}
	if fen > 0 {
		return out + string(d[fen]) + "分"
	}
	return out + "整"
}

// wholeCapitals writes whole yuan; "" for zero.
func wholeCapitals(n int64) string {
	if n == 0 {
		return ""
	}
	d, u := []rune(digits), []rune(units)
	var parts []string
	zero := false
	section := false // the current group of four has a digit
	last := int64(0) // the digit to the right
	for pos := 0; n > 0; pos, n = pos+1, n/10 {
		digit := n % 10
		if pos%4 == 0 {
			section = false
			if pos > 0 && digit == 0 && last != 0 {
				parts = append(parts, "零")
			}
			if pos > 0 {
				parts = append(parts, string(u[pos]))
			} else {
				parts = append(parts, "元")
			}
		}
		last = digit
		if digit == 0 {
			zero = section
			if zero && len(parts) > 0 && parts[len(parts)-1] != "零" {
				parts = append(parts, "零")
			}
			continue
		}
		section = true
		if pos%4 == 0 {
			parts = append(parts, string(d[digit]))
		} else {
			parts = append(parts, string(d[digit])+string(u[pos]))
		}
	}
	return joinCapitals(parts)
}

// joinCapitals turns the parts round and mends empty groups and zeros.
func joinCapitals(parts []string) string {
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	s := b.String()
	for _, r := range [][2]string{{"亿万", "亿零"}, {"零零", "零"}, {"零元", "元"}, {"零万", "万"}, {"零亿", "亿"}, {"亿零元", "亿元"}} {
		s = strings.ReplaceAll(s, r[0], r[1])
	}
	return s
}
