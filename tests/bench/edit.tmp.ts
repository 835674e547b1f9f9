import { performance } from 'node:perf_hooks';
import { createMapReader, docFromMap, editPerson, setLayoutRecord, setAttitude } from '../../src/document/index.ts';
import { layoutView } from '../../src/layout/index.ts';
import { composeScene } from '../../src/scene/index.ts';
import { organisation } from './organisations.ts';
const ms=(f:()=>unknown,n=9)=>{const t:number[]=[];for(let i=0;i<n;i++){const a=performance.now();f();t.push(performance.now()-a);}t.sort((a,b)=>a-b);return t[n>>1]!.toFixed(1);};
for (const n of [600,2000]) {
  const map=organisation(n,1); const doc=docFromMap(map); const reader=createMapReader(doc); reader.current();
  const p0=performance.now(); const cols=Math.ceil(Math.sqrt(n)*1.1); const c:any={}; const rec:any={'grid columns':{columns:cols}}; for(const p of map.people.values()){const k=c[p.layer]=(c[p.layer]??-1)+1; rec[p.id]={layer:p.layer,column:k%cols,row:Math.floor(k/cols)};} const fresh={record:rec}; console.log(n,'fresh fish',(performance.now()-p0).toFixed(0));
  setLayoutRecord(doc,'power-map',fresh.record);
  const ids=[...map.people.keys()]; let i=0;
  console.log('read', ms(()=>{ editPerson(doc, ids[i++%ids.length]!, {notes:'x'+i}); reader.current(); }));
  const m=reader.current().map;
  console.log('clone map', ms(()=>structuredClone(m)));
  let pl=layoutView('power-map',m); console.log('keep', ms(()=>{pl=layoutView('power-map',m);}), 'clone pl', ms(()=>structuredClone(pl)));
  console.log('compose', ms(()=>composeScene(m,pl,{theme:'light',language:'en'})));
}
