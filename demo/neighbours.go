package demo

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/registry"
)

// showcase is the index of the patent that a visitor is shown first: its page has
// all that a page of a patent can have.
const showcase = 1

// neighbour is a patent of the showcase's field, of an owner who has no log-in.
type neighbour struct {
	patent
	owner string
}

// neighbours stand in the register and are not for sale; their indices stand far
// from those of [patents].
var neighbours = []neighbour{
	{patent{title: "织物基压阻传感器及其柔性引线封装", ipc: "G01L 1/18", filed: "2021-07-09", abstract: "在织物基底上印制压阻阵列，以蛇形柔性引线引出行列电极并整体封装，反复弯折十万次后读出偏差小于百分之二。", claim: "一种织物基压阻传感器，其特征在于，行列电极由封装在织物基底内的蛇形柔性引线引出。"}, "望潮织物电子有限公司"},
	{patent{title: "基于参考桥臂的薄膜力传感器温度漂移校正方法", ipc: "G01L 1/22", filed: "2019-11-21", abstract: "在薄膜力传感器旁设不受力的参考桥臂，以两桥臂输出的比值校正温度漂移，零下十度至六十度内零点漂移小于百分之一。", claim: "一种薄膜力传感器温度漂移校正方法，其特征在于，以受力桥臂与参考桥臂输出的比值校正温度漂移。"}, "云澜市先进传感研究院"},
	{patent{title: "仿生指尖触觉模组的分层灌封方法", ipc: "G01L 1/20", filed: "2022-03-08", abstract: "将柔性压阻阵列与读出电路分两层灌封，软层传力、硬层护线，指尖触觉模组受力一百万次后灵敏度变化小于百分之三。", claim: "一种指尖触觉模组的分层灌封方法，其特征在于，压阻阵列灌封于软层，读出电路灌封于硬层。"}, "韩东篱"},
	{patent{title: "柔性压阻触觉皮肤的串扰抑制读出电路", ipc: "G01L 1/18", filed: "2020-12-15", abstract: "对压阻阵列逐行驱动、逐列虚地读出，并以补偿系数扣除邻行串扰，串扰小于百分之一，适用于机器人触觉皮肤。", claim: "一种柔性压阻触觉皮肤的读出电路，其特征在于，列线虚地读出并以补偿系数扣除邻行串扰。"}, "云澜市先进传感研究院"},
	{patent{title: "硅压阻压力传感器的宽温区补偿方法", ipc: "G01L 9/06", filed: "2023-01-17", abstract: "以片上测温电阻的读数查取二维补偿系数，压阻式压力传感器在零下四十度至一百二十五度内误差小于千分之三。", claim: "一种硅压阻压力传感器的补偿方法，其特征在于，以片上测温电阻的读数查取二维补偿系数。"}, "青堰微纳器件有限公司"},
}

const neighboursIndex = 941

func (n neighbour) record(i int, now time.Time) (registry.Record, error) {
	r, err := record(i, n.patent, now)
	if err != nil {
		return r, err
	}
	o := []registry.Owner{{Name: n.owner}}
	r.Right.Applicants, r.Right.Address, r.Right.Facts = o, "", facts(i-neighboursIndex+len(patents), now)
	r.Events = eventsOf(r.Right, o, calendar.DateOf(now))
	r.Key = registry.RecordKey(r)
	return r, nil
}

// licence is what the register says of a licence that has ended, the city's
// invention like all else.
func licence(r registry.Right) []registry.Event {
	from := r.Granted.AddMonths(2)
	d := registry.Detail{Party: &registry.Owner{Name: "青堰微纳器件有限公司"}, Licence: registry.Ordinary, Until: from.AddYears(2)}
	begun := registry.Event{Right: r.Number, Kind: registry.Licensed, ValidFrom: from, Ref: "X2022990000037", Source: "demo", Detail: d}
	ended := registry.Event{Right: r.Number, Kind: registry.LicenceEnded, ValidFrom: from.AddYears(2), Ref: begun.Ref, Source: "demo"}
	return []registry.Event{registry.NewEvent(begun), registry.NewEvent(ended)}
}
