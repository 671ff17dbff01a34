package hall

import "quanlian/kernel"

// Addresses of the matter's flows.
const (
	Matter                  = "utilization/hall"
	Listing kernel.FlowAddr = Matter + ".listing" // 挂牌
	Need    kernel.FlowAddr = Matter + ".need"    // 需求
	Deal    kernel.FlowAddr = Matter + ".deal"    // 交易
	Bulk    kernel.FlowAddr = Matter + ".bulk"    // 批量挂牌
	// Invitation asks a broker to take part (邀请技术经理人); BrokerPage is what a
	// broker says of itself in the hall's directory (经纪机构名片).
	Invitation kernel.FlowAddr = Matter + ".invitation"
	BrokerPage kernel.FlowAddr = Matter + ".broker"
	// Look is a look at how a right stands in the office's register (登记簿核查).
	Look kernel.FlowAddr = Matter + ".look"
	// Request asks the owner of a right that is not listed to list it (请求挂牌).
	Request kernel.FlowAddr = Matter + ".request"
)

// Unit is the office that runs the hall (交易服务中心).
const Unit kernel.UnitID = "trading-centre"

// Roles in a deal. Each says whose move a state asks for.
const (
	Seller kernel.Role = "seller" // 转让方、许可方
	Buyer  kernel.Role = "buyer"  // 受让方、被许可方
	Broker kernel.Role = "broker" // 技术经理人
	// Refuser is an owner that said no to a request to list (已答复不挂牌的权利人).
	Refuser kernel.Role = "refuser"
	Bank    kernel.Role = "bank"   // 资金存管银行
	Office  kernel.Role = "office" // 国家知识产权局
	// Esign is the outside electronic-signature service (电子签名服务).
	Esign             = kernel.RoleEsign
	Clerk             = kernel.RoleClerk
	Timer kernel.Role = "timer"
	// Finance is the trading centre's post for the book (账务岗).
	Finance kernel.Role = "finance"
)

// The eight steps of the chain as the pages draw them (LOOK.md, deal page).
const (
	StepEvaluate = "evaluate" // 评价
	StepMatch    = "match"    // 匹配
	StepBroker   = "broker"   // 撮合
	StepContract = "contract" // 签约
	StepDeposit  = "deposit"  // 存入
	StepRecord   = "record"   // 登记
	StepRelease  = "release"  // 放款
	StepTax      = "tax"      // 计税
)

// Steps lists them in order. Shape: (8).
func Steps() []string {
	return []string{StepEvaluate, StepMatch, StepBroker, StepContract, StepDeposit, StepRecord, StepRelease, StepTax}
}

// Flows of the hall, for the desk.
func Flows(r Rules) []*kernel.Flow {
	return []*kernel.Flow{listingFlow(r), needFlow(r), dealFlow(r), bulkFlow(), invitationFlow(r), brokerPageFlow(), lookFlow(r), requestFlow(r)}
}

type none = struct{}
